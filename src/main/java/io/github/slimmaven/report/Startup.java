package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * How long both images take from the start of their app to its first answer, as medians.
 *
 * @param runs launches of each image, in turns
 */
public record Startup(
    int runs,
    @JsonProperty(required = true) Median source,
    @JsonProperty(required = true) Median slim) {

  /**
   * Medians of one image.
   *
   * @param wallMillis milliseconds that went by
   * @param cpuMillis milliseconds of processor time that the app's processes took; empty where the
   *     engine cannot tell
   */
  public record Median(long wallMillis, Optional<Long> cpuMillis) {
    public Median {
      cpuMillis = cpuMillis == null ? Optional.empty() : cpuMillis;
    }
  }
}
