package io.github.slimmaven.mojo;

/** Mode of some files of an extra directory. */
public final class PermissionParameter {
  /** Glob over the absolute path in the image. */
  String file;

  /** Octal, as in {@code 755}. */
  String mode;
}
