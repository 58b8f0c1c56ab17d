package io.github.slimmaven.mojo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Patterns that lie in files: one a line, "#" starts a comment. */
final class PatternFiles {
  private PatternFiles() {}

  /**
   * Puts the lines of a file in the place of {@code @file}.
   *
   * @param directory where relative files are looked for
   * @throws IllegalArgumentException if there is no such file, or it is no text
   */
  static List<String> expand(List<String> patterns, Path directory) {
    List<String> expanded = new ArrayList<>();
    for (String pattern : patterns) {
      if (pattern.startsWith("@")) {
        expanded.addAll(lines(directory.resolve(pattern.substring(1))));
      } else {
        expanded.add(pattern);
      }
    }
    return expanded;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .map(String::trim)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "The file of patterns '" + file + "' does not exist: create it or correct its '@' name",
          e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The file of patterns '" + file + "' cannot be read: it must be a text file in UTF-8", e);
    }
  }
}
