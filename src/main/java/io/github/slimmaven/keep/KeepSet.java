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
 * @param contents path of a kept file to what it holds instead of the source's content
 */
public record KeepSet(
    SortedMap<String, Reason> reasons,
    List<String> unmatched,
    SortedMap<String, NewContent> contents) {
  public KeepSet {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    unmatched = List.copyOf(unmatched);
    contents = Collections.unmodifiableSortedMap(new TreeMap<>(contents));
  }

  public KeepSet(SortedMap<String, Reason> reasons, List<String> unmatched) {
    this(reasons, unmatched, Collections.emptySortedMap());
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

  /** Bytes that a kept entry has in the minified image. */
  public long size(Entry entry) {
    NewContent content = contents.get(entry.path());
    return content == null ? entry.size() : content.size();
  }
}
