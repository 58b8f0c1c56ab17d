package io.github.slimmaven.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A path with an optional {@code :TAG} behind it.
 *
 * @param path the existing path if there is one
 * @param tag what followed
 */
record Tagged(Path path, Optional<String> tag) {
  static Tagged of(Path path) {
    String text = path.toString();
    if (!Files.exists(path)) {
      for (int colon = text.indexOf(':'); colon > 0; colon = text.indexOf(':', colon + 1)) {
        Path before = Path.of(text.substring(0, colon));
        if (Files.exists(before)) {
          return new Tagged(before, Optional.of(text.substring(colon + 1)));
        }
      }
    }
    return new Tagged(path, Optional.empty());
  }
}
