package io.github.slimmaven.trace;

import java.io.IOException;

/** A trace that cannot be relied on; ends with what to do next. */
public final class TraceException extends IOException {
  private static final long serialVersionUID = 1L;

  public TraceException(String message) {
    super(message);
  }

  public TraceException(String message, Throwable cause) {
    super(message, cause);
  }
}
