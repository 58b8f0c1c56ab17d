package io.github.slimmaven.engine;

import java.io.IOException;

/** A container that could not be launched, watched or stopped; ends with what to do next. */
public class EngineException extends IOException {
  private static final long serialVersionUID = 1L;

  public EngineException(String message) {
    super(message);
  }

  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
