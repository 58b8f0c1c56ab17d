package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of Python packages, by the {@code RECORD} in their {@code .dist-info} (PyPA, "Recording
 * installed projects").
 */
final class PythonPackages {
  private static final Pattern RECORD =
      Pattern.compile("(.*)/([^/-]+)-([^/]+)\\.dist-info/RECORD", Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile("(?:\"((?:[^\"]++|\"\")*+)\"|([^,\"]*))(?:,.*)?");

  private PythonPackages() {}

  static Map<String, Owner> of(FileTree tree) throws IOException {
    Map<String, Owner> files = new TreeMap<>();
    for (Entry entry : tree.entries()) {
      Matcher record = RECORD.matcher(entry.path());
      if (entry.path().endsWith("/RECORD") && record.matches()) {
        Owner owner = new Owner("pypi", record.group(2), record.group(3));
        for (String line : TextFile.lines(tree, entry.path())) {
          file(tree, record.group(1), line.stripTrailing())
              .ifPresent(path -> files.putIfAbsent(path, owner));
        }
      }
    }
    return files;
  }

  /**
   * Paths count from the directory of the packages, and may lead out of it: "../../../bin/flask".
   */
  private static Optional<String> file(FileTree tree, String directory, String line) {
    Matcher field = LINE.matcher(line);
    if (!field.matches()) {
      return Optional.empty();
    }
    String path = field.group(1) != null ? field.group(1).replace("\"\"", "\"") : field.group(2);
    int slash = path.lastIndexOf('/');
    String parent = path.startsWith("/") ? path : directory + "/" + path;
    return tree.resolve(parent.substring(0, parent.lastIndexOf('/') + 1))
        .target()
        .flatMap(real -> tree.get(child(real.path(), path.substring(slash + 1))))
        .filter(entry -> !entry.isDirectory())
        .map(Entry::path);
  }

  private static String child(String directory, String name) {
    return (directory.equals("/") ? "" : directory) + "/" + name;
  }
}
