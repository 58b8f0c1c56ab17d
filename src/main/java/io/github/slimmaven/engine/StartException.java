package io.github.slimmaven.engine;

/** An image whose program could not be executed. */
public final class StartException extends EngineException {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
