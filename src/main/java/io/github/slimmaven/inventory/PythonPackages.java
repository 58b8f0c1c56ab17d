package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python packages: by the {@code RECORD} in their {@code .dist-info} (PyPA, "Recording installed
 * projects"), and the older {@code .egg-info}, a directory or a file of metadata alone (setuptools,
 * "The Internal Structure of Python Eggs").
 */
final class PythonPackages {
  private static final Pattern METADATA =
      Pattern.compile(
          "(.*)/([^/-]+)-([^/]+)\\.dist-info/METADATA"
              + "|(.*)/([^/-]+)(?:-([^/-]+))?(?:-[^/]*)?\\.egg-info(?:/PKG-INFO)?",
          Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile("(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))(?:,.*)?");

  private final FileTree tree;
  private final List<Part> parts = new ArrayList<>();

  private PythonPackages(FileTree tree) {
    this.tree = tree;
  }

  static List<Part> of(FileTree tree) throws IOException {
    PythonPackages packages = new PythonPackages(tree);
    for (Entry entry : tree.entries()) {
      String path = entry.path();
      if (path.endsWith(".dist-info") && entry.isDirectory()) {
        packages.wheel(path);
      } else if (path.endsWith(".egg-info")) {
        packages.egg(entry);
      }
    }
    return packages.parts;
  }

  private void wheel(String directory) throws IOException {
    Matcher name = METADATA.matcher(directory + "/METADATA");
    boolean described =
        tree.get(directory + "/METADATA").isPresent()
            || tree.get(directory + "/RECORD").isPresent();
    if (!name.matches() || !described) {
      return;
    }
    NavigableSet<String> files = below(directory);
    for (String line : TextFile.lines(tree, directory + "/RECORD")) {
      file(name.group(1), recorded(line.stripTrailing())).ifPresent(files::add);
    }
    String shown =
        tree.get(directory + "/METADATA").isPresent()
            ? directory + "/METADATA"
            : directory + "/RECORD";
    parts.add(Part.of(new Owner("pypi", name.group(2), name.group(3)), shown, files));
  }

  private void egg(Entry egg) throws IOException {
    String metadata = egg.isDirectory() ? egg.path() + "/PKG-INFO" : egg.path();
    Matcher name = METADATA.matcher(metadata);
    if (!name.matches() || tree.get(metadata).isEmpty()) {
      return;
    }
    List<String> lines = TextFile.lines(tree, metadata);
    NavigableSet<String> files = below(egg.path());
    if (egg.isDirectory()) {
      for (String line : TextFile.lines(tree, egg.path() + "/installed-files.txt")) {
        file(egg.path(), line.stripTrailing()).ifPresent(files::add);
      }
      for (String top : TextFile.lines(tree, egg.path() + "/top_level.txt")) {
        if (!top.isBlank() && top.indexOf('/') < 0) {
          files.addAll(below(name.group(4) + "/" + top.strip()));
          file(name.group(4), top.strip() + ".py").ifPresent(files::add);
        }
      }
    } else {
      files.add(egg.path());
    }
    String version = Optional.ofNullable(name.group(6)).orElse("");
    parts.add(
        Part.of(
            new Owner(
                "pypi", value(lines, "Name: ", name.group(5)), value(lines, "Version: ", version)),
            metadata,
            files));
  }

  /** A field of the metadata, which end at the first empty line. */
  private static String value(List<String> lines, String key, String otherwise) {
    for (String line : lines) {
      if (line.isBlank()) {
        break;
      }
      if (line.startsWith(key)) {
        return line.substring(key.length()).strip();
      }
    }
    return otherwise;
  }

  private NavigableSet<String> below(String directory) {
    NavigableSet<String> files = new TreeSet<>();
    for (Entry child : tree.children(directory)) {
      if (child.isDirectory()) {
        files.addAll(below(child.path()));
      } else {
        files.add(child.path());
      }
    }
    return files;
  }

  private static String recorded(String line) {
    Matcher field = LINE.matcher(line);
    if (!field.matches()) {
      return "";
    }
    return field.group(1) != null ? field.group(1).replace("\"\"", "\"") : field.group(2);
  }

  /**
   * Paths count from the directory of the packages, and may lead out of it: "../../../bin/flask".
   */
  private Optional<String> file(String directory, String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
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
