package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python packages: by the {@code RECORD} in their {@code .dist-info} (PyPA, "Recording installed
 * projects"), and the older {@code .egg-info}, a directory or a file of metadata alone (setuptools,
 * "The Internal Structure of Python Eggs"). Where no list of files is left, they have the modules
 * of {@code top_level.txt} or of their own name; without one of these too, no file is known, so
 * that nobody takes the package for gone as its metadata are.
 */
final class PythonPackages {
  private static final Pattern METADATA =
      Pattern.compile(
          "(.*)/([^/-]+)-([^/]+)\\.dist-info/METADATA"
              + "|(.*)/([^/-]+)(?:-([^/-]+))?(?:-[^/]*)?\\.egg-info(?:/PKG-INFO)?",
          Pattern.DOTALL);
  private static final Pattern LINE =
      Pattern.compile("(?:\"((?:[^\"]++|\"\")*+)\"|([^,\"]*))(?:,.*)?");

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
    NavigableSet<String> files = new TreeSet<>();
    for (String line : TextFile.lines(tree, directory + "/RECORD")) {
      file(name.group(1), recorded(line.stripTrailing())).ifPresent(files::add);
    }
    if (files.isEmpty()) {
      files.addAll(modules(directory, name.group(1), name.group(2)));
    }
    if (!files.isEmpty()) {
      files.addAll(below(directory));
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
    NavigableSet<String> files = new TreeSet<>();
    for (String line : TextFile.lines(tree, egg.path() + "/installed-files.txt")) {
      file(egg.path(), line.stripTrailing()).ifPresent(files::add);
    }
    files.addAll(modules(egg.path(), name.group(4), value(lines, "Name: ", name.group(5))));
    if (!files.isEmpty()) {
      files.addAll(egg.isDirectory() ? below(egg.path()) : Set.of(egg.path()));
    }
    String version = Optional.ofNullable(name.group(6)).orElse("");
    parts.add(
        Part.of(
            new Owner(
                "pypi", value(lines, "Name: ", name.group(5)), value(lines, "Version: ", version)),
            metadata,
            files));
  }

  /** What is imported by the names in {@code top_level.txt}, else by the package's own. */
  private NavigableSet<String> modules(String metadata, String parent, String name)
      throws IOException {
    List<String> names = TextFile.lines(tree, metadata + "/top_level.txt");
    if (names.stream().allMatch(String::isBlank)) {
      String module = name.replaceAll("[-.]", "_");
      names = List.of(module, module.toLowerCase(Locale.ROOT));
    }
    NavigableSet<String> files = new TreeSet<>();
    for (String module : names.stream().map(String::strip).toList()) {
      if (!module.isEmpty() && module.indexOf('/') < 0) {
        files.addAll(below(parent + "/" + module));
        tree.children(parent.isEmpty() ? "/" : parent).stream()
            .filter(child -> !child.isDirectory())
            .map(Entry::path)
            .filter(path -> isModule(path.substring(parent.length() + 1), module))
            .forEach(files::add);
      }
    }
    return files;
  }

  /** {@code six.py} or {@code yaml.cpython-311-x86_64-linux-gnu.so}. */
  private static boolean isModule(String file, String module) {
    return file.equals(module + ".py") || (file.startsWith(module + ".") && file.endsWith(".so"));
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
