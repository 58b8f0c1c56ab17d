package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What follows from a limit that does not hold. */
public enum Severity {
  /** The build fails. */
  ERROR,
  /** The build goes on with a warning. */
  WARN;

  /** The name in the pom and in {@code report.json}. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Parses {@code error} or {@code warn}.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static Severity of(String text) {
    for (Severity severity : values()) {
      if (severity.label().equals(text.strip().toLowerCase(Locale.ROOT))) {
        return severity;
      }
    }
    throw new IllegalArgumentException("'" + text + "' is no severity: expected 'error' or 'warn'");
  }
}
