package io.github.slimmaven.registry;

import java.io.IOException;

/**
 * A registry that cannot be reached, refuses, or gives something else than was asked for. The
 * message names the registry and ends with what to do next; it never holds a secret.
 */
public class RegistryException extends IOException {
  private static final long serialVersionUID = 1L;

  public RegistryException(String message) {
    super(message);
  }

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}
