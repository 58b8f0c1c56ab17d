package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.HeaderEdit;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries that stay, each with its reason.
 *
 * @param reasons absolute path to reason; every path is an entry of the tree
 * @param unmatched the user's patterns that matched nothing, as written
 * @param unread package databases of a form that is not read, though a rule asked for them
 * @param edits what the user changes of kept entries, by path; all names of a file the same
 */
public record KeepSet(
    SortedMap<String, Reason> reasons,
    List<String> unmatched,
    List<String> unread,
    SortedMap<String, HeaderEdit> edits) {
  public KeepSet {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    unmatched = List.copyOf(unmatched);
    unread = List.copyOf(unread);
    edits = Collections.unmodifiableSortedMap(new TreeMap<>(edits));
  }

  public KeepSet(SortedMap<String, Reason> reasons) {
    this(reasons, List.of(), List.of(), new TreeMap<>());
  }

  /** What keeps every entry, for an image of which nothing can go. */
  public KeepSet whole(FileTree tree) {
    SortedMap<String, Reason> all = new TreeMap<>(reasons);
    for (Entry entry : tree.entries()) {
      all.putIfAbsent(entry.path(), new Reason(Reason.Kind.UNCHANGED, ""));
    }
    return new KeepSet(all, unmatched, unread, edits);
  }

  public boolean keeps(String path) {
    return reasons.containsKey(path);
  }
}
