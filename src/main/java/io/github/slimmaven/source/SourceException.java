package io.github.slimmaven.source;

import java.io.IOException;

/** A source image that cannot be had or built; ends with what to do next. */
public class SourceException extends IOException {
  private static final long serialVersionUID = 1L;

  public SourceException(String message) {
    super(message);
  }

  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
