package io.github.slimmaven.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/** Settles what hard links mean once all layers are merged. */
final class HardLinks {
  private HardLinks() {}

  /**
   * Drops the contents of paths that are no visible hard links, and turns links whose target is not
   * visible as that very file into the file itself.
   *
   * @param merged all visible entries, changed
   * @param linked path of a hard link to the entry that holds its content, changed
   */
  static void settle(NavigableMap<String, Entry> merged, Map<String, Entry> linked) {
    linked
        .keySet()
        .removeIf(
            path -> !merged.containsKey(path) || merged.get(path).type() != Entry.Type.HARDLINK);
    List<Entry> orphans = new ArrayList<>();
    for (String path : linked.keySet()) {
      Entry link = merged.get(path);
      if (!sameFile(merged.get(link.link()), link, linked)) {
        orphans.add(link);
      }
    }
    orphans.sort(Comparator.comparingInt(Entry::layer).thenComparingLong(Entry::start));
    Map<Name, Entry> first = new HashMap<>();
    for (Entry orphan : orphans) {
      Entry content = linked.get(orphan.path());
      Entry file = first.get(new Name(content, orphan.layer()));
      if (file == null) {
        file = with(orphan, content.type(), content.size(), content.link());
        first.put(new Name(content, orphan.layer()), file);
        merged.put(orphan.path(), file);
      } else {
        merged.put(orphan.path(), with(orphan, Entry.Type.HARDLINK, 0, file.path()));
      }
    }
  }

  private static boolean sameFile(Entry target, Entry link, Map<String, Entry> linked) {
    if (target == null || target.layer() != link.layer() || target.start() >= link.start()) {
      return false;
    }
    Entry content = linked.get(link.path());
    return target.equals(content)
        || (target.type() == Entry.Type.HARDLINK && content.equals(linked.get(target.path())));
  }

  /** Names in one layer for one file are one file. */
  private record Name(Entry content, int layer) {}

  private static Entry with(Entry entry, Entry.Type type, long size, String link) {
    return new Entry(
        entry.path(),
        type,
        entry.mode(),
        entry.uid(),
        entry.gid(),
        size,
        entry.mtime(),
        link,
        entry.layer(),
        entry.start(),
        entry.end());
  }
}
