package io.github.slimmaven.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * By which data the known vulnerabilities of an image are counted.
 *
 * @param advisories files and directories; none for not at all
 * @param mostAge of an ecosystem's newest record
 * @param asOf the time that age is measured at
 */
public record ScanSettings(List<Path> advisories, Duration mostAge, Instant asOf) {
  /** Nothing is counted. */
  public static final ScanSettings NONE = new ScanSettings(List.of(), Duration.ZERO, Instant.EPOCH);

  public ScanSettings {
    advisories = List.copyOf(advisories);
  }

  /**
   * Of the parameters of a goal, as of now.
   *
   * @param directory of relative paths
   * @param days that data may be old
   * @throws IllegalArgumentException if these are no days
   */
  public static ScanSettings of(List<String> advisories, Path directory, int days) {
    if (days < 0) {
      throw new IllegalArgumentException(
          "'" + days + "' is no slim.advisories.maxAge: expected a number of days, as in '30'");
    }
    return new ScanSettings(
        advisories.stream().map(directory::resolve).toList(), Duration.ofDays(days), Instant.now());
  }

  boolean isEmpty() {
    return advisories.isEmpty();
  }
}
