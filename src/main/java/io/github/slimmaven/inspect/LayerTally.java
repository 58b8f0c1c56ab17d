package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.LayerChanges;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.PathName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Counts what each layer does while the layers are merged. */
final class LayerTally {
  private static final int MOST_CHANGES = 20;

  /** What one layer does. */
  record Tally(
      Xray.Amount added,
      Xray.Amount changed,
      Xray.Amount removed,
      long symlinkBytes,
      List<Xray.Change> largest) {}

  private record Hidden(Entry file, int by, boolean deleted) {}

  private final List<Tally> layers = new ArrayList<>();
  private final Map<Content, Hidden> hidden = new HashMap<>();
  private final List<Entry> named = new ArrayList<>();

  /** The next layer's changes. */
  void see(LayerChanges changes) {
    layers.add(
        new Tally(
            amount(changes.added()),
            amount(changes.changed()),
            amount(changes.removed()),
            symlinks(changes.added()) + symlinks(changes.changed()),
            largest(changes)));
    Set<String> removed = new HashSet<>();
    changes.removed().forEach(entry -> removed.add(entry.path()));
    for (Entry entry : changes.hidden()) {
      if (entry.isFile()) {
        hidden.put(
            Content.of(entry), new Hidden(entry, changes.layer(), removed.contains(entry.path())));
      }
    }
    remember(changes.added());
    remember(changes.changed());
  }

  private void remember(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.isFile() && entry.size() > 0 && SecretNames.of(entry.path()).isPresent()) {
        named.add(entry);
      }
    }
  }

  /** Lowest layer first. */
  List<Tally> layers() {
    return layers;
  }

  /** Hidden files with content, but for those that are visible by another name; largest first. */
  List<Xray.Wasted> wasted(MergedTree tree) {
    Map<Content, Hidden> wasted = new HashMap<>(hidden);
    for (Entry entry : tree.entries()) {
      if (!entry.isDirectory()) { // one that is only implied lies nowhere
        wasted.remove(Content.of(tree.content(entry)));
      }
    }
    return wasted.values().stream()
        .filter(lost -> lost.file().size() > 0)
        .map(
            lost ->
                new Xray.Wasted(
                    lost.file().path(),
                    lost.file().size(),
                    lost.file().layer(),
                    lost.by(),
                    lost.deleted()))
        .sorted(
            Comparator.comparingLong(Xray.Wasted::size)
                .reversed()
                .thenComparing(Xray.Wasted::path)
                .thenComparing(Xray.Wasted::layer))
        .toList();
  }

  /** Files of all layers with the names of secrets, in path order. */
  List<Xray.Secret> secrets() {
    return named.stream()
        .map(
            entry ->
                new Xray.Secret(
                    entry.path(),
                    entry.size(),
                    SecretNames.of(entry.path()).orElseThrow(),
                    entry.layer(),
                    Optional.ofNullable(hidden.get(Content.of(entry))).map(Hidden::by)))
        .sorted(Comparator.comparing(Xray.Secret::path).thenComparing(Xray.Secret::layer))
        .toList();
  }

  private static Xray.Amount amount(Collection<Entry> entries) {
    return new Xray.Amount(entries.size(), entries.stream().mapToLong(Entry::size).sum());
  }

  private static long symlinks(Collection<Entry> entries) {
    return entries.stream()
        .filter(Entry::isSymlink)
        .mapToLong(link -> PathName.encode(link.link()).length)
        .sum();
  }

  private static List<Xray.Change> largest(LayerChanges changes) {
    List<Xray.Change> all = new ArrayList<>();
    changes.added().forEach(entry -> all.add(change(entry, "added")));
    changes.changed().forEach(entry -> all.add(change(entry, "changed")));
    changes.removed().forEach(entry -> all.add(change(entry, "removed")));
    return all.stream()
        .sorted(
            Comparator.comparingLong(Xray.Change::size).reversed().thenComparing(Xray.Change::path))
        .limit(MOST_CHANGES)
        .toList();
  }

  private static Xray.Change change(Entry entry, String kind) {
    return new Xray.Change(entry.path(), entry.size(), kind);
  }
}
