package io.github.slimmaven.source;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Names of files as UTF-8, whatever the locale. In the POSIX locale a {@link Path} of this JVM
 * still has all bytes of a name but its text does not; the bytes are in its URI.
 */
final class FileNames {
  private static final Path ROOT = Path.of("/");

  private FileNames() {}

  /** The text of an absolute or relative path. */
  static String text(Path path) {
    String absolute = ROOT.resolve(path).toUri().getPath();
    // A URI ends with a slash where there is a directory now.
    String whole =
        absolute.length() > 1 && absolute.endsWith("/")
            ? absolute.substring(0, absolute.length() - 1)
            : absolute;
    return path.isAbsolute() ? whole : whole.substring(1);
  }

  /** The file with an absolute path, below a root. */
  static Path below(Path root, String path) {
    StringBuilder uri = new StringBuilder("file://");
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if (b > 0 && (Character.isLetterOrDigit(b) || "/.-_".indexOf(b) >= 0)) {
        uri.append((char) b);
      } else {
        uri.append(String.format("%%%02X", b));
      }
    }
    return root.resolve(ROOT.relativize(Path.of(URI.create(uri.toString()))));
  }
}
