package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one layer holds, applied in order to an empty directory as overlay snapshotters do: a name
 * that passes through a symlink <em>of this layer</em> goes where that leads (never out of the
 * root); one of a lower layer is not seen, and a directory takes its place.
 */
final class LayerFiles {
  private static final String WHITEOUT = ".wh.";
  private static final String META = ".wh..wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final int HOPS = 40;

  private final String name;
  private final int index;
  private final Map<String, Entry> below;
  private final long limit;
  private long count;
  private final Map<String, String> parents = new HashMap<>();

  /** The directory of the last member; it has an entry, as those above it do. */
  private String present = "";

  /** By path; a directory that only its children imply has an empty range. */
  final NavigableMap<String, Entry> entries = new TreeMap<>();

  final Set<String> whiteouts = new HashSet<>();
  final Set<String> opaque = new HashSet<>();

  /** The entry that holds what a hard link's path names. */
  final Map<String, Entry> linked = new HashMap<>();

  /** The root's own entry, if the layer has one. */
  Optional<Entry> root = Optional.empty();

  private LayerFiles(String name, int index, Map<String, Entry> below, long limit) {
    this.name = name;
    this.index = index;
    this.below = below;
    this.limit = limit;
  }

  /**
   * Reads a layer.
   *
   * @param below the merged entries of the layers below
   * @param limit how many records it may have
   */
  static LayerFiles read(Layer layer, int index, Map<String, Entry> below, long limit)
      throws IOException {
    LayerFiles files = new LayerFiles("layer '" + layer.diffId() + "'", index, below, limit);
    try (SeekableByteChannel tar = layer.open()) {
      new TarReader(tar, files.name).forEach(files::add);
    }
    return files;
  }

  private void add(TarRecord tarRecord) throws ImageException {
    if (++count > limit) {
      throw new ImageException(
          name
              + " brings the image over "
              + MergedTree.MAX_ENTRIES
              + " entries, more than a real image has: remove what it does not need");
    }
    if (tarRecord instanceof TarRecord.Member member) {
      add(member);
    }
  }

  private void add(TarRecord.Member member) throws ImageException {
    String raw = member.path();
    if (raw.equals("/")) {
      if (member.type() == Entry.Type.DIRECTORY) {
        root = Optional.of(member.entry("/", "", index));
      }
      return;
    }
    if (raw.contains("/" + META) && !raw.endsWith("/" + OPAQUE)) {
      return; // bookkeeping of aufs
    }
    int slash = raw.lastIndexOf('/');
    String parent = parent(raw.substring(0, slash), member);
    String last = raw.substring(slash + 1);
    if (last.equals(OPAQUE)) {
      opaque.add(parent);
    } else if (last.startsWith(WHITEOUT)) {
      whiteouts.add(parent + "/" + hidden(last, raw));
    } else {
      put(parent + "/" + last, member);
    }
  }

  private String hidden(String whiteout, String raw) throws ImageException {
    String hidden = whiteout.substring(WHITEOUT.length());
    if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
      throw bad(raw, "is a whiteout of '" + hidden + "'");
    }
    return hidden;
  }

  private void put(String path, TarRecord.Member member) throws ImageException {
    Entry before = entries.get(path);
    String target = member.link();
    if (member.type() == Entry.Type.HARDLINK) {
      target = target(member);
      if (target.equals(path) && before != null) {
        return; // tar writes this for a name that it is given twice
      }
      linked.put(path, content(target, member));
    } else {
      linked.remove(path);
    }
    if (before != null && !(before.isDirectory() && member.type() == Entry.Type.DIRECTORY)) {
      parents.clear();
      if (before.isDirectory()) {
        below(entries, path).clear();
      }
    }
    entries.put(path, member.entry(path, target, index));
    imply(path);
  }

  private String target(TarRecord.Member member) throws ImageException {
    String link = member.link();
    int slash = link.lastIndexOf('/');
    return slash == 0 ? link : parent(link.substring(0, slash), member) + link.substring(slash);
  }

  private Entry content(String target, TarRecord.Member member) throws ImageException {
    Entry found = entries.getOrDefault(target, below.get(target));
    if (found == null || found.isDirectory()) {
      throw bad(
          member.path(),
          "is a hard link to '"
              + target
              + (found == null ? "', which is missing" : "', a directory"));
    }
    if (found.type() == Entry.Type.HARDLINK) {
      // Of a lower layer, what its name holds was settled when that layer was merged.
      return linked.getOrDefault(target, found);
    }
    return found;
  }

  /** The directories on the way that have no entry (yet). */
  private void imply(String path) {
    int slash = path.lastIndexOf('/');
    if (slash == present.length() && path.startsWith(present)) {
      return;
    }
    present = path.substring(0, slash);
    while (slash > 0) {
      String directory = path.substring(0, slash);
      Entry implied = implied(directory, index);
      if (entries.putIfAbsent(directory, implied) != null) {
        return;
      }
      slash = directory.lastIndexOf('/');
    }
  }

  /** A directory as engines make it where a layer has no entry for it. */
  static Entry implied(String directory, int layer) {
    return new Entry(directory, Entry.Type.DIRECTORY, 0755, 0, 0, 0, 0, "", layer, 0, 0);
  }

  /** Where a directory's name leads within this layer; "" is the root. */
  private String parent(String raw, TarRecord.Member member) throws ImageException {
    if (raw.isEmpty()) {
      return "";
    }
    String known = parents.get(raw);
    if (known == null) {
      known = walk(raw, member);
      parents.put(raw, known);
    }
    return known;
  }

  private String walk(String raw, TarRecord.Member member) throws ImageException {
    PathWalk walk = new PathWalk(raw, HOPS);
    while (walk.hasNext()) {
      String next = walk.next();
      Entry entry = entries.get(next);
      if (entry != null && entry.type() == Entry.Type.HARDLINK) {
        entry = linked.get(next);
      }
      if (entry == null || entry.isDirectory()) {
        walk.enter();
      } else if (!entry.isSymlink() || !walk.follow(entry.link())) {
        throw bad(
            member.path(),
            "passes through '"
                + next
                + "', which is no directory but a "
                + entry.type().name().toLowerCase(Locale.ROOT).replace('_', ' '));
      }
    }
    return walk.path();
  }

  /** Everything under a directory. */
  static <T> SortedMap<String, T> below(NavigableMap<String, T> map, String directory) {
    return map.subMap(directory + "/", directory + "0"); // '0' follows '/'
  }

  private ImageException bad(String path, String problem) {
    return new ImageException(
        name
            + " has an entry '"
            + path
            + "' that "
            + problem
            + ". An engine would refuse it too: build the image again");
  }
}
