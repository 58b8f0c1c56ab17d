package io.github.slimmaven.inventory.scan;

import java.io.IOException;

/**
 * Vulnerability data that cannot be read. The message names the file in quotes and ends with what
 * to do next.
 */
public final class AdvisoryException extends IOException {
  private static final long serialVersionUID = 1L;

  AdvisoryException(String message) {
    super(message);
  }

  AdvisoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
