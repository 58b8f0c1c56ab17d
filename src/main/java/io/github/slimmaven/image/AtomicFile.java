package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are there whole or not at all, also beside other processes. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file. */
  public interface Content {
    /** Makes the file, which is not there yet. */
    void write(Path file) throws IOException;
  }

  /** Makes or replaces the file; makes its directory. On failure an old file stays. */
  public static void write(Path file, Content content) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    try (Unfinished unfinished = Unfinished.of(file)) {
      Path part = unfinished.path();
      content.write(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      unfinished.finished();
    }
  }
}
