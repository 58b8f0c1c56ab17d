package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries that stay, each with its reason.
 *
 * @param reasons absolute path to reason; every path is an entry of the tree
 * @param unmatched the user's patterns that matched nothing, as written
 */
public record KeepSet(SortedMap<String, Reason> reasons, List<String> unmatched) {
  public KeepSet {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    unmatched = List.copyOf(unmatched);
  }

  public KeepSet(SortedMap<String, Reason> reasons) {
    this(reasons, List.of());
  }

  /** What keeps every entry, for an image of which nothing can go. */
  public KeepSet whole(FileTree tree) {
    SortedMap<String, Reason> all = new TreeMap<>(reasons);
    for (Entry entry : tree.entries()) {
      all.putIfAbsent(entry.path(), new Reason(Reason.Kind.UNCHANGED, ""));
    }
    return new KeepSet(all, unmatched);
  }

  public boolean keeps(String path) {
    return reasons.containsKey(path);
  }
}
