package io.github.slimmaven.inventory;

import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.util.List;

/**
 * Which distribution an image is of (os-release(5)).
 *
 * @param id {@code ID}, as {@code debian}; "" if nothing tells
 * @param version {@code VERSION_ID}, as {@code 12}; "" if it has none
 */
public record OsRelease(String id, String version) {
  private static final List<String> FILES = List.of("/etc/os-release", "/usr/lib/os-release");

  static OsRelease of(FileTree tree) throws IOException {
    for (String file : FILES) {
      List<String> lines = TextFile.lines(tree, file);
      String id = value(lines, "ID=");
      if (!id.isEmpty()) {
        return new OsRelease(id, value(lines, "VERSION_ID="));
      }
    }
    return new OsRelease("", "");
  }

  /** The last assignment decides, as in a shell. */
  private static String value(List<String> lines, String key) {
    String value = "";
    for (String line : lines) {
      if (line.startsWith(key)) {
        value = unquoted(line.substring(key.length()).strip());
      }
    }
    return value;
  }

  private static String unquoted(String text) {
    boolean quoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(0) == text.charAt(text.length() - 1);
    return quoted ? text.substring(1, text.length() - 1) : text;
  }
}
