package io.github.slimmaven.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a kept file holds in the minified image instead of its source's content.
 *
 * @param file on this machine; it must outlive the image
 * @param size its bytes
 */
public record NewContent(Path file, long size) {
  /** All of a file. */
  public static NewContent of(Path file) throws IOException {
    return new NewContent(file, Files.size(file));
  }
}
