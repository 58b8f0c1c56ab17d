package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/** Temporary files are private; what stays of them is to be read by others too. */
final class Permissions {
  private Permissions() {}

  /** {@code rw-r--r--}. */
  static void ofNewFile(Path file) throws IOException {
    set(file, "rw-r--r--");
  }

  /** {@code rwxr-xr-x}. */
  static void ofNewDirectory(Path directory) throws IOException {
    set(directory, "rwxr-xr-x");
  }

  private static void set(Path path, String permissions) throws IOException {
    if (Files.getFileAttributeView(path, PosixFileAttributeView.class) != null) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
  }
}
