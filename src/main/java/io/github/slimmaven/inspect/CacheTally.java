package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.LayerChanges;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the files of package caches, layer by layer, hidden ones too. */
final class CacheTally {
  /** Parts of paths, and whose caches lie there. */
  private static final Map<String, String> PLACES = new LinkedHashMap<>();

  static {
    PLACES.put("/var/lib/apt/lists/", "apt");
    PLACES.put("/var/cache/apt/", "apt");
    PLACES.put("/var/cache/apk/", "apk");
    PLACES.put("/etc/apk/cache/", "apk");
    PLACES.put("/var/cache/dnf/", "dnf");
    PLACES.put("/var/cache/libdnf5/", "dnf");
    PLACES.put("/var/cache/yum/", "yum");
    PLACES.put("/.cache/pip/", "pip");
    PLACES.put("/.cache/uv/", "uv");
    PLACES.put("/.cache/pypoetry/", "Poetry");
    PLACES.put("/.npm/_cacache/", "npm");
    PLACES.put("/.cache/yarn/", "Yarn");
    PLACES.put("/usr/local/share/.cache/", "Yarn");
    PLACES.put("/.m2/repository/", "Maven");
    PLACES.put("/.gradle/caches/", "Gradle");
    PLACES.put("/.cargo/registry/", "Cargo");
    PLACES.put("/go/pkg/mod/cache/", "Go");
    PLACES.put("/.cache/go-build/", "Go");
    PLACES.put("/.composer/cache/", "Composer");
  }

  private record Place(int layer, String directory, String tool) {}

  private final Map<Place, long[]> tallies = new LinkedHashMap<>();

  /** Takes what a layer has. */
  void see(LayerChanges layer) {
    layer.added().forEach(this::see);
    layer.changed().forEach(this::see);
  }

  private void see(Entry entry) {
    if (entry.size() == 0) {
      return; // apt's lock
    }
    for (Map.Entry<String, String> place : PLACES.entrySet()) {
      String part = place.getKey();
      boolean fixed =
          part.startsWith("/var/") || part.startsWith("/etc/") || part.startsWith("/usr/");
      int at = fixed ? (entry.path().startsWith(part) ? 0 : -1) : entry.path().indexOf(part);
      if (at >= 0) {
        String directory = entry.path().substring(0, at + part.length() - 1);
        long[] tally =
            tallies.computeIfAbsent(
                new Place(entry.layer(), directory, place.getValue()), p -> new long[2]);
        tally[0]++;
        tally[1] += entry.size();
        return;
      }
    }
  }

  void report(Findings findings) {
    Map<String, Place> sorted = new TreeMap<>();
    tallies.keySet().forEach(at -> sorted.put(at.directory() + "\0" + at.layer(), at));
    for (Place at : sorted.values()) {
      long[] tally = tallies.get(at);
      findings.at(
          LintRule.SLIM010,
          at.directory(),
          String.format(
              Locale.ROOT,
              "layer %d has %,d files of %s there, %,d bytes",
              at.layer(),
              tally[0],
              at.tool(),
              tally[1]));
    }
  }
}
