package io.github.slimmaven.image;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;

/**
 * What one layer does to those below it; directories are left out.
 *
 * @param layer its index, 0 = lowest
 * @param added entries at paths where nothing was
 * @param changed entries at paths where something was
 * @param hidden entries of lower layers that it replaces or removes
 * @param removed those of them whose path has nothing afterwards
 */
public record LayerChanges(
    int layer, List<Entry> added, List<Entry> changed, List<Entry> hidden, List<Entry> removed) {

  LayerChanges(int layer, NavigableMap<String, Entry> entries, Collection<Entry> hidden) {
    this(
        layer,
        new ArrayList<>(),
        new ArrayList<>(),
        hidden.stream()
            .filter(entry -> !entry.isDirectory())
            .sorted(Comparator.comparing(Entry::path))
            .toList(),
        new ArrayList<>());
    Set<String> before = new HashSet<>();
    for (Entry entry : this.hidden) {
      before.add(entry.path());
      Entry after = entries.get(entry.path());
      if (after == null || after.isDirectory()) {
        removed.add(entry);
      }
    }
    for (Entry entry : entries.values()) {
      if (!entry.isDirectory()) {
        (before.contains(entry.path()) ? changed : added).add(entry);
      }
    }
  }
}
