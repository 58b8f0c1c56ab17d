package io.github.slimmaven.source;

import io.github.slimmaven.elf.DiskFiles;
import io.github.slimmaven.elf.ElfFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Collects files of this machine together with every link on the way to them, so that each path
 * that leads to a file here also leads to it in the image. Files that not everybody may read are
 * left out: they are nobody else's business, and the image must not depend on who builds it.
 */
final class HostTree {
  private static final int MAX_LINKS = 40;

  private final Path root;
  private final DiskFiles disk;
  private final TreeMap<String, HostFile> files = new TreeMap<>();

  /**
   * @param root {@code /}, or a directory that stands for it
   */
  HostTree(Path root) {
    this.root = root;
    this.disk = new DiskFiles(root);
  }

  /** By absolute path, parents before children; every parent is there. */
  SortedMap<String, HostFile> files() {
    return Collections.unmodifiableSortedMap(files);
  }

  ElfFiles disk() {
    return disk;
  }

  /**
   * Adds the file that this path leads to, and the links on the way; of a directory, only the
   * links. Nothing if it leads nowhere.
   */
  void add(String path) throws IOException {
    Optional<Way> way = way(path);
    if (way.isPresent() && (isDirectory(way.get().end()) || copy(way.get().end()))) {
      files.putAll(way.get().links());
      way.get().links().keySet().forEach(this::parents);
    }
  }

  /**
   * Adds everything below a directory. Links to directories are followed as well; links that lead
   * nowhere are left out.
   *
   * @param excluded by absolute path: with all that is below
   */
  void addTree(String directory, Predicate<String> excluded) throws IOException {
    Optional<Way> way = way(directory);
    if (way.isPresent() && isDirectory(way.get().end())) {
      add(directory);
      tree(way.get().end(), excluded);
    }
  }

  /** The directory that a path leads to, links followed; empty if there is none. */
  Optional<String> directory(String path) throws IOException {
    return way(path).map(Way::end).filter(this::isDirectory);
  }

  void put(String path, HostFile file) {
    parents(path);
    files.put(path, file);
  }

  private void tree(String directory, Predicate<String> excluded) throws IOException {
    put(directory, new HostFile.Directory(0755, 0));
    try (DirectoryStream<Path> children = Files.newDirectoryStream(below(directory))) {
      for (Path child : children) {
        String path = directory + "/" + FileNames.text(child.getFileName());
        if (excluded.test(path) || files.containsKey(path)) {
          continue;
        }
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          if (Files.isReadable(child)) {
            tree(path, excluded);
          }
        } else if (Files.isSymbolicLink(child) && Files.isDirectory(child)) {
          linkedTree(path, excluded);
        } else {
          add(path);
        }
      }
    }
  }

  /** A link to a directory; one that leads up, to a parent of itself, stays a link alone. */
  private void linkedTree(String link, Predicate<String> excluded) throws IOException {
    Optional<Way> way = way(link);
    if (way.isPresent()) {
      String real = way.get().end();
      if (!excluded.test(real) && !(link + "/").startsWith(real + "/")) {
        add(link);
        tree(real, excluded);
      }
    }
  }

  /**
   * Where a path leads.
   *
   * @param links those passed through
   * @param end absolute, no component is a link
   */
  private record Way(Map<String, HostFile> links, String end) {}

  /** path_resolution(7); empty if something is missing. */
  private Optional<Way> way(String path) throws IOException {
    Map<String, HostFile> links = new LinkedHashMap<>();
    Deque<String> pending = new ArrayDeque<>(Arrays.asList(path.split("/")));
    Deque<String> done = new ArrayDeque<>();
    int hops = 0;
    while (!pending.isEmpty()) {
      String name = pending.removeFirst();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        done.pollLast();
        continue;
      }
      done.addLast(name);
      String here = "/" + String.join("/", done);
      if (Files.isSymbolicLink(below(here))) {
        if (++hops > MAX_LINKS) {
          return Optional.empty();
        }
        String target = FileNames.text(Files.readSymbolicLink(below(here)));
        links.put(here, new HostFile.Link(target));
        if (target.startsWith("/")) {
          done.clear();
        } else {
          done.removeLast();
        }
        String[] steps = target.split("/");
        for (int i = steps.length - 1; i >= 0; i--) {
          pending.addFirst(steps[i]);
        }
      } else if (!Files.exists(below(here), LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Way(links, "/" + String.join("/", done)));
  }

  private boolean copy(String path) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(below(path), PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> permissions = attributes.permissions();
    if (!attributes.isRegularFile() || !permissions.contains(PosixFilePermission.OTHERS_READ)) {
      return false;
    }
    int mode = permissions.contains(PosixFilePermission.OTHERS_EXECUTE) ? 0755 : 0644;
    put(
        path,
        new HostFile.Copy(
            below(path), mode, attributes.size(), attributes.lastModifiedTime().toMillis()));
    return true;
  }

  private boolean isDirectory(String path) {
    return Files.isDirectory(below(path), LinkOption.NOFOLLOW_LINKS);
  }

  private void parents(String path) {
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      if (files.putIfAbsent(path.substring(0, slash), new HostFile.Directory(0755, 0)) != null) {
        return;
      }
    }
  }

  private Path below(String path) {
    return FileNames.below(root, path);
  }
}
