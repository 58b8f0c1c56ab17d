package io.github.slimmaven.mojo;

import java.io.Console;

/** The terminal that a person may sit at. */
final class Terminal {
  private Terminal() {}

  /** Whether input and output are one. From JDK 22 on, a JVM has a console without a terminal. */
  @SuppressWarnings("SystemConsoleNull") // a console that is there is asked below
  static boolean isThere() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // an older JVM has none then
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
