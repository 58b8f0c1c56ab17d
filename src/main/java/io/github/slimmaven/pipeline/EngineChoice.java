package io.github.slimmaven.pipeline;

import java.util.Locale;

/** Which engine the user wants. */
public enum EngineChoice {
  /** Docker if it answers, else the sandbox. */
  AUTO,
  DOCKER,
  SANDBOX;

  /**
   * Parses {@code auto}, {@code docker} or {@code sandbox}.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static EngineChoice of(String text) {
    for (EngineChoice choice : values()) {
      if (choice.name().equals(text.toUpperCase(Locale.ROOT))) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no engine: expected 'auto', 'docker' or 'sandbox'");
  }
}
