package io.github.slimmaven.image;

import java.io.IOException;

/**
 * An image that cannot be had, read or written. The message names the value at fault in quotes and
 * ends with what to do next.
 */
public class ImageException extends IOException {
  private static final long serialVersionUID = 1L;

  public ImageException(String message) {
    super(message);
  }

  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
