package io.github.slimmaven.keep;

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

  public boolean keeps(String path) {
    return reasons.containsKey(path);
  }
}
