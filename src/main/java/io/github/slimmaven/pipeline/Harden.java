package io.github.slimmaven.pipeline;

import java.util.Locale;

/** Whether the minified image is tried with less than a container usually gets. */
public enum Harden {
  /** It is not. */
  FALSE,
  /** It is, and what it does not work under is left out. */
  TRUE,
  /** It is, and nothing may have to be left out. */
  REQUIRED;

  /** Parses {@code true}, {@code false} or {@code required}. */
  public static Harden of(String text) {
    for (Harden value : values()) {
      if (value.label().equals(text.toLowerCase(Locale.ROOT))) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no slim.harden: expected 'true', 'false' or 'required'");
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
