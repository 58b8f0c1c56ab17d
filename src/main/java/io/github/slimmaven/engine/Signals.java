package io.github.slimmaven.engine;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signal numbers of Linux on x86-64 and aarch64 ({@code signal(7)}). */
final class Signals {
  static final int KILL = 9;

  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /** The first real-time signal that libc leaves to programs, and the last. */
  private static final int RTMIN = 34;

  private static final int RTMAX = 64;
  private static final Pattern REAL_TIME = Pattern.compile("RTM(IN|AX)([+-][0-9]{1,2})?");

  private Signals() {}

  /**
   * The number of a signal as an image config's {@code StopSignal} gives it.
   *
   * @param text {@code SIGTERM}, {@code TERM}, {@code 15} or {@code SIGRTMIN+3}
   * @throws EngineException if there is no such signal
   */
  static int number(String text) throws EngineException {
    String name = text.strip().toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    }
    int number = NAMES.indexOf(name) + 1;
    Matcher realTime = REAL_TIME.matcher(name);
    if (realTime.matches()) {
      String offset = realTime.group(2);
      number =
          (realTime.group(1).equals("IN") ? RTMIN : RTMAX)
              + (offset == null ? 0 : Integer.parseInt(offset));
    } else if (name.matches("[0-9]{1,2}")) {
      number = Integer.parseInt(name);
    }
    if (number < 1 || number > RTMAX) {
      throw new EngineException(
          "The image's stop signal '%s' is none. Correct its STOPSIGNAL, as in 'SIGTERM' or '15'."
              .formatted(text));
    }
    return number;
  }
}
