package io.github.slimmaven.mojo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the project that probes send. */
final class ProbeFiles {
  private ProbeFiles() {}

  /**
   * All bytes of a file.
   *
   * @throws IllegalArgumentException if there is no such file
   */
  static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the file '"
              + path
              + "' of a probe cannot be read ("
              + e.getClass().getSimpleName()
              + "): name one relative to the project",
          e);
    }
  }
}
