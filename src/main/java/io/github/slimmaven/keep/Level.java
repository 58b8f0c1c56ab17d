package io.github.slimmaven.keep;

import java.util.Locale;

/** How far beyond the trace the keep set goes. */
public enum Level {
  /** Also every file of the OS packages that a traced file belongs to. */
  CONSERVATIVE,
  /** Also the application's own files, whole. */
  BALANCED,
  /** The trace and what it needs to load; nothing else. */
  AGGRESSIVE;

  /**
   * Parses {@code conservative}, {@code balanced} or {@code aggressive}.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static Level of(String text) {
    for (Level level : values()) {
      if (level.name().equals(text.toUpperCase(Locale.ROOT))) {
        return level;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no level: expected 'conservative', 'balanced' or 'aggressive'");
  }
}
