package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.MergedTree;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The largest files and directories that are visible. */
final class Largest {
  private static final int MOST = 50;

  private Largest() {}

  static List<Xray.Sized> files(MergedTree tree) {
    return first(
        tree.entries().stream()
            .filter(entry -> entry.size() > 0)
            .map(entry -> new Xray.Sized(entry.path(), entry.size())));
  }

  /** By all that is below them; the root is left out. */
  static List<Xray.Sized> directories(MergedTree tree) {
    Map<String, Long> sizes = new HashMap<>();
    for (Entry entry : tree.entries()) {
      if (entry.size() > 0) {
        String path = entry.path();
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/')) {
          path = path.substring(0, slash);
          sizes.merge(path, entry.size(), Long::sum);
        }
      }
    }
    return first(sizes.entrySet().stream().map(e -> new Xray.Sized(e.getKey(), e.getValue())));
  }

  private static List<Xray.Sized> first(Stream<Xray.Sized> all) {
    return all.sorted(
            Comparator.comparingLong(Xray.Sized::size).reversed().thenComparing(Xray.Sized::path))
        .limit(MOST)
        .toList();
  }
}
