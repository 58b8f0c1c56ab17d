package io.github.slimmaven.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where the trace comes from.
 *
 * @param mode how it is got
 * @param committed the file of the mode {@code committed}
 * @param more traces that are merged with it, as {@code trace.json} files
 */
public record TraceRequest(Mode mode, Path committed, List<Path> more) {
  /** How the trace is got. */
  public enum Mode {
    /** By a launch of the source. */
    LAUNCH,
    /** From a file of the project. The source is launched only to know its answers. */
    COMMITTED,
    /** By launches of the source until one adds nothing. */
    STABLE
  }

  public TraceRequest {
    more = List.copyOf(more);
  }

  /** A single launch. */
  public static TraceRequest launch() {
    return new TraceRequest(Mode.LAUNCH, Path.of("trace.json"), List.of());
  }

  /**
   * Parses {@code launch}, {@code committed} or {@code stable}.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static Mode mode(String text) {
    for (Mode mode : Mode.values()) {
      if (mode.name().equals(text.toUpperCase(Locale.ROOT))) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no slim.trace: expected 'launch', 'committed' or 'stable'");
  }
}
