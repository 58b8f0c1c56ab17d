package io.github.slimmaven.report;

import java.util.Locale;

/** What a probe got, in a few words. */
final class AnswerText {
  private AnswerText() {}

  /**
   * {@code 200, 27 B in 84 ms}, with the exit code of a command, or how long it took to connect.
   */
  static String of(Report.ProbeResult probe, Report.Answered answer) {
    boolean executed = isCommand(probe);
    return answer.status() == 0 && !executed
        ? String.format(Locale.ROOT, "connected in %d ms", answer.millis())
        : String.format(
            Locale.ROOT,
            "%s%d, %s in %d ms",
            executed ? "exit code " : "",
            answer.status(),
            Bytes.format(answer.bytes()),
            answer.millis());
  }

  /** Whether it was executed, so that its status is an exit code. */
  static boolean isCommand(Report.ProbeResult probe) {
    String request = probe.request();
    return request.equals("run") || request.startsWith("run ") || request.startsWith("exec ");
  }
}
