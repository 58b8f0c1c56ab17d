package io.github.slimmaven.engine;

import io.github.slimmaven.image.Image;
import java.io.IOException;
import java.io.OutputStream;

/** Writes an image as a docker archive, the input of {@code docker load}. */
@FunctionalInterface
public interface ArchiveWriter {
  /**
   * Writes the whole archive; leaves the stream open.
   *
   * @param tag {@code name:tag} that the archive gives the image
   */
  void write(Image image, String tag, OutputStream out) throws IOException;
}
