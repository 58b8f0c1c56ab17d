package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** Says that a disk is full, and what to do. */
public final class FullDisk {
  private FullDisk() {}

  /**
   * A failure to write, explained if its reason is that the disk is full.
   *
   * @param e the system's own exception; one of ours says already where and why, and stays
   * @param what could not be written
   * @param directory where it was to go
   */
  public static IOException explained(IOException e, String what, Path directory) {
    String reason =
        e instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : e.getMessage();
    String text = String.valueOf(reason).toLowerCase(Locale.ROOT);
    boolean system = e.getClass().getName().startsWith("java.");
    if (system && (text.contains("no space left") || text.contains("quota exceeded"))) {
      return new ImageException(
          "The disk of '"
              + directory
              + "' is full: "
              + what
              + " could not be written. Free space there, or choose another directory",
          e);
    }
    return e;
  }
}
