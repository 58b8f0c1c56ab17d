package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A part of an image whose size changed since the baseline.
 *
 * @param kind what it is a part by
 * @param name the layer's command, the directory, {@code deb:libssl3}, {@code group:artifact}
 * @param bytes that it grew by; negative if it shrank
 * @param before bytes in the baseline; 0 if it is new
 * @param after bytes now; 0 if it is gone
 * @param from its version in the baseline, if that is known
 * @param to its version now, if that is known
 * @param via the dependencies that brought it in, from the one that the project declares
 * @param message the line for people, {@code +3 MB com.google.guava:guava 33.4.8-jre, new}
 */
public record Cause(
    @JsonProperty(required = true) Kind kind,
    @JsonProperty(required = true) String name,
    long bytes,
    long before,
    long after,
    Optional<String> from,
    Optional<String> to,
    List<String> via,
    @JsonProperty(required = true) String message) {
  /** The four ways to take an image apart. */
  public enum Kind {
    ARTIFACT,
    PACKAGE,
    DIRECTORY,
    LAYER;

    /** The name in {@code report.json}. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Cause {
    from = Report.optional(from);
    to = Report.optional(to);
    via = Report.listOf(via);
  }
}
