package io.github.slimmaven.engine;

import java.util.regex.Pattern;

/** The engine does not give the sensor the capabilities that it asked for. */
final class UnprivilegedException extends EngineException {
  private static final long serialVersionUID = 1L;

  /** What the sensor says without SYS_ADMIN, and engines that refuse to add it. */
  private static final Pattern REASON =
      Pattern.compile(
          "cannot install the seccomp filter for .*: Permission denied"
              + "|cannot become the user .*: Operation not permitted"
              + "|.*(?i:capabilit|CapAdd).*",
          Pattern.DOTALL);

  UnprivilegedException(Exception cause) {
    super("The Docker engine refuses the capabilities SYS_ADMIN and SYS_PTRACE.", cause);
  }

  /**
   * Whether words are about missing capabilities.
   *
   * @param said by the sensor's {@code fail} event, or by the engine
   */
  static boolean isReason(String said) {
    return REASON.matcher(said).matches();
  }
}
