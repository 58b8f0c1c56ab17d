package io.github.slimmaven.registry;

/** Words for what went wrong below a library. */
final class Causes {
  private Causes() {}

  /** The message of the innermost cause that has one; else its class. */
  static String of(Throwable thrown) {
    String text = thrown.getClass().getSimpleName();
    Throwable at = thrown;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (at.getMessage() != null && !at.getMessage().isBlank()) {
        text = at.getMessage().strip();
      }
      at = at.getCause();
    }
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
