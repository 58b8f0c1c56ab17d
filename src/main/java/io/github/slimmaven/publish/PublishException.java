package io.github.slimmaven.publish;

import java.io.IOException;

/** An image that could not be written to a place; ends with what to do next. */
public class PublishException extends IOException {
  private static final long serialVersionUID = 1L;

  public PublishException(String message) {
    super(message);
  }

  public PublishException(String message, Throwable cause) {
    super(message, cause);
  }
}
