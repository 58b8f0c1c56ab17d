package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The keep set while it grows. It is whole at any time: with an entry come its directories, a
 * symlink's target and the links on the way there, and a hard link's target.
 */
final class Selection {
  private final FileTree tree;
  private final Set<String> dropped;
  private final SortedMap<String, Reason> reasons = new TreeMap<>();
  private List<Entry> fresh = new ArrayList<>();

  /**
   * Starts empty.
   *
   * @param dropped paths that only {@link #force} may add
   */
  Selection(FileTree tree, Set<String> dropped) {
    this.tree = tree;
    this.dropped = dropped;
  }

  FileTree tree() {
    return tree;
  }

  boolean has(String path) {
    return reasons.containsKey(path);
  }

  SortedMap<String, Reason> reasons() {
    return reasons;
  }

  /** What was added since the last call, in the order it came. */
  List<Entry> takeFresh() {
    List<Entry> taken = fresh;
    fresh = new ArrayList<>();
    return taken;
  }

  /** Keeps an entry, unless the user dropped it. */
  void add(Entry entry, Reason reason) {
    if (!dropped.contains(entry.path())) {
      force(entry, reason);
    }
  }

  /** Keeps an entry, even if the user dropped it. */
  void force(Entry entry, Reason reason) {
    String path = entry.path();
    if (path.equals("/")) {
      return; // every image has it; it is no entry
    }
    Reason known = reasons.get(path);
    if (known != null) {
      if (reason.kind().compareTo(known.kind()) < 0) {
        reasons.put(path, reason);
      }
      return;
    }
    reasons.put(path, reason);
    fresh.add(entry);
    String parent = parent(path);
    tree.get(parent)
        .ifPresent(directory -> force(directory, new Reason(Reason.Kind.DIRECTORY, "")));
    if (entry.isSymlink()) {
      FileTree.Resolution resolution = tree.resolve(path);
      resolution.target().ifPresent(target -> addTarget(target, path, reason));
      passed(resolution, path);
    } else if (entry.type() == Entry.Type.HARDLINK) {
      tree.get(entry.link())
          .ifPresent(target -> force(target, new Reason(Reason.Kind.HARDLINK, path)));
      follow(path, new Reason(Reason.Kind.HARDLINK, path)); // it may be a second name of a symlink
    }
  }

  /** A link's target stays for the link's own reason, if it has a better one than being a link. */
  private void addTarget(Entry target, String link, Reason reason) {
    if (reason.kind() != Reason.Kind.LINK) {
      add(target, reason);
    } else if (!has(target.path())) {
      add(target, new Reason(Reason.Kind.LINK, link));
    }
  }

  /**
   * Keeps what a path leads to and the symlinks on the way, also those that lead out of the image,
   * as {@code access.log -> /dev/stdout}.
   *
   * @return the entry at the end; empty if something is missing
   */
  Optional<Entry> follow(String path, Reason reason) {
    FileTree.Resolution resolution = tree.resolve(path);
    resolution.target().ifPresent(target -> add(target, reason));
    passed(resolution, "");
    return resolution.target();
  }

  /** Keeps the links on the way, but for the one that is kept for a reason of its own. */
  private void passed(FileTree.Resolution resolution, String own) {
    String to = resolution.target().map(Entry::path).orElse("outside the image");
    for (Entry link : resolution.links()) {
      if (!link.path().equals(own)) {
        add(link, new Reason(Reason.Kind.LINK, "-> " + to));
      }
    }
  }

  /** Keeps what a path leads to and, if that is a directory, all below it. */
  void whole(String path, Reason reason) {
    whole(path, reason, name -> false);
  }

  /** The same without what has a name that is excepted. */
  void whole(String path, Reason reason, Predicate<String> except) {
    whole(path, reason, except, new HashSet<>());
  }

  private void whole(String path, Reason reason, Predicate<String> except, Set<String> seen) {
    Optional<Entry> target = follow(path, reason);
    if (target.isEmpty() || !target.get().isDirectory() || !seen.add(target.get().path())) {
      return;
    }
    for (Entry child : tree.children(target.get().path())) {
      if (except.test(child.path().substring(child.path().lastIndexOf('/') + 1))) {
        continue;
      }
      add(child, reason);
      if (child.isDirectory()) {
        whole(child.path(), reason, except, seen);
      } else if (child.isSymlink()) {
        tree.resolve(child.path())
            .target()
            .filter(Entry::isDirectory)
            .filter(directory -> !SystemDirectories.shared(directory.path()))
            .ifPresent(directory -> whole(directory.path(), reason, except, seen));
      }
    }
  }

  /** The directory of a path; "/" for the root's children and for the root. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
