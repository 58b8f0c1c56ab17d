package io.github.slimmaven.engine;

import java.util.Locale;

/** The engine does not give the sensor the capabilities that it asked for. */
final class UnprivilegedException extends EngineException {
  private static final long serialVersionUID = 1L;

  UnprivilegedException(Exception cause) {
    super("The Docker engine refuses the capabilities SYS_ADMIN and SYS_PTRACE.", cause);
  }

  /** Whether this failure of a launch is about capabilities, by the engine's or sensor's words. */
  static boolean isReason(Exception failure, SensorStream stream) {
    String said = stream.failed().orElse(String.valueOf(failure.getMessage()));
    return said.toLowerCase(Locale.ROOT).contains("capabilit");
  }
}
