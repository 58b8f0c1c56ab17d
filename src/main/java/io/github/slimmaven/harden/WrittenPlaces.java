package io.github.slimmaven.harden;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.trace.AccessTrace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where an app writes, besides its volumes: directories that can be empty file systems of their
 * own, as the image has no file in them; and paths for which there is no such directory.
 *
 * @param places in order; directories in a place that the image has are places too
 * @param refused paths that cannot be written where the root is read-only, in order
 */
record WrittenPlaces(List<Place> places, SortedSet<String> refused) {
  private static final int MOST_PLACES = 24;

  /** What engines mount themselves, or is no file system of the image. */
  private static final List<String> OF_THE_ENGINE =
      List.of("/dev", "/proc", "/sys", "/.slim", "/etc/hosts", "/etc/hostname", "/etc/resolv.conf");

  /** Docker's option has no escape for the others. */
  private static final Pattern MOUNTABLE =
      Pattern.compile("[^:,\\\\\\p{Cntrl}\\x{D800}-\\x{DFFF}]+");

  private static final Pattern LIBRARY = Pattern.compile(".*\\.so(\\.[0-9]+)*");

  /**
   * Finds them.
   *
   * @param tree of the image that is to be run
   * @param volumes absolute paths
   */
  static WrittenPlaces of(AccessTrace trace, FileTree tree, Collection<String> volumes) {
    TreeMap<String, Place> places = new TreeMap<>();
    SortedSet<String> refused = new TreeSet<>();
    for (String path : trace.paths().keySet()) {
      if (isWritten(trace, path) && !isBelow(path, OF_THE_ENGINE) && !isBelow(path, volumes)) {
        Optional<List<Entry>> directories = place(tree, path);
        if (directories.isEmpty()) {
          refused.add(path);
        } else {
          directories.get().stream()
              .filter(entry -> !isBelow(entry.path(), volumes))
              .forEach(entry -> places.put(entry.path(), place(entry, trace, volumes)));
        }
      }
    }
    if (places.size() > MOST_PLACES) {
      refused.addAll(places.keySet());
      places.clear();
    }
    return new WrittenPlaces(List.copyOf(places.values()), refused);
  }

  private static boolean isWritten(AccessTrace trace, String path) {
    return trace.paths().get(path).contains(AccessTrace.Use.WRITTEN);
  }

  private static boolean isBelow(String path, Collection<String> directories) {
    return directories.stream()
        .map(directory -> directory.replaceAll("/+$", ""))
        .anyMatch(directory -> path.equals(directory) || path.startsWith(directory + "/"));
  }

  /**
   * The directory that has to be writable, with those in it; none if the path is a pipe or a
   * device, which can be written all the same; empty if files of the image would be hidden.
   */
  private static Optional<List<Entry>> place(FileTree tree, String path) {
    Optional<Entry> there = tree.get(path);
    if (there.isPresent() && !there.get().isDirectory()) {
      boolean file = there.get().isFile() || there.get().type() == Entry.Type.HARDLINK;
      return file || there.get().isSymlink() ? Optional.empty() : Optional.of(List.of());
    }
    Entry directory = there.orElseGet(() -> above(tree, path));
    List<Entry> all = new ArrayList<>();
    return !directory.path().equals("/") && collect(tree, directory, all)
        ? Optional.of(all)
        : Optional.empty();
  }

  private static Entry above(FileTree tree, String path) {
    String parent = path;
    Optional<Entry> found;
    do {
      parent = parent.substring(0, Math.max(parent.lastIndexOf('/'), 0));
      found = tree.get(parent.isEmpty() ? "/" : parent);
    } while (found.isEmpty());
    return found.get();
  }

  /** Adds the directory and those in it; gives up at the first file. */
  private static boolean collect(FileTree tree, Entry directory, List<Entry> all) {
    all.add(directory);
    boolean whole =
        directory.isDirectory()
            && MOUNTABLE.matcher(directory.path()).matches()
            && all.size() <= MOST_PLACES;
    for (Entry entry : whole ? tree.children(directory.path()) : List.<Entry>of()) {
      whole = whole && entry.isDirectory() && collect(tree, entry, all);
    }
    return whole;
  }

  private static Place place(Entry entry, AccessTrace trace, Collection<String> volumes) {
    String below = entry.path() + "/";
    boolean executable =
        trace.paths().subMap(below, entry.path() + "0").entrySet().stream()
            .filter(used -> !isBelow(used.getKey(), volumes))
            .anyMatch(WrittenPlaces::isExecuted);
    return new Place(entry.path(), entry.uid(), entry.gid(), entry.mode(), executable);
  }

  private static boolean isExecuted(Map.Entry<String, Set<AccessTrace.Use>> used) {
    return used.getValue().contains(AccessTrace.Use.EXECUTED)
        || LIBRARY.matcher(used.getKey()).matches();
  }
}
