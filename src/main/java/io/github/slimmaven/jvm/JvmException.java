package io.github.slimmaven.jvm;

import java.io.IOException;

/** A Java runtime, or a class archive of the app, that cannot be read or linked. */
public final class JvmException extends IOException {
  private static final long serialVersionUID = 1L;

  JvmException(String message) {
    super(message);
  }

  JvmException(String message, Throwable cause) {
    super(message, cause);
  }
}
