package io.github.slimmaven.registry;

/** A registry that has no such image, or does not say so to everybody. */
public final class NoSuchImageException extends RegistryException {
  private static final long serialVersionUID = 1L;

  NoSuchImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
