package io.github.slimmaven.keep;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries that stay, each with its reason.
 *
 * @param reasons absolute path to reason
 */
public record KeepSet(SortedMap<String, Reason> reasons) {
  public KeepSet {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
  }

  public boolean keeps(String path) {
    return reasons.containsKey(path);
  }
}
