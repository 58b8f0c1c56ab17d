package io.github.slimmaven.jvm;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What became of a Java runtime.
 *
 * @param home absolute path of its directory
 * @param feature first number of its version; 0 if unknown
 * @param kept module to the reason why it stays; empty if the runtime was left whole
 * @param dropped module to the bytes of its classes and resources in the source
 * @param droppedClasses number of classes that went though their module stays
 * @param sourceBytes of {@code lib/modules}
 * @param slimBytes of {@code lib/modules}
 * @param untouched why it was left whole, if it was
 * @param archives paths of the class-data sharing archives that the source's app used; stale now
 * @param key tells the linked class library from all others
 * @param loaded modules that the app was seen to load classes of
 * @param loadedJars jars of the app that it was seen to load classes of; empty if nobody knows
 * @param unused jars of the app that it never used, the largest first
 */
public record TrimmedRuntime(
    String home,
    int feature,
    SortedMap<String, String> kept,
    SortedMap<String, Long> dropped,
    int droppedClasses,
    long sourceBytes,
    long slimBytes,
    Optional<String> untouched,
    List<String> archives,
    String key,
    Set<String> loaded,
    Optional<Set<String>> loadedJars,
    List<UnusedJar> unused) {
  public TrimmedRuntime {
    kept = Collections.unmodifiableSortedMap(new TreeMap<>(kept));
    dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
    archives = List.copyOf(archives);
    loaded = Set.copyOf(loaded);
    unused = List.copyOf(unused);
  }

  /** The archives that are made anew for the trimmed runtime, where there is a way to. */
  public List<SharedArchive> shared() {
    return archives.stream().flatMap(path -> SharedArchive.of(this, path).stream()).toList();
  }

  /** Paths of jars that nothing uses and that the image need not have. */
  Set<String> spareJars() {
    return unused.stream()
        .filter(jar -> jar.certain() && !jar.isNested())
        .map(UnusedJar::path)
        .collect(Collectors.toSet());
  }

  static TrimmedRuntime whole(String home, int feature, long bytes, String why) {
    return new TrimmedRuntime(
        home,
        feature,
        Collections.emptySortedMap(),
        Collections.emptySortedMap(),
        0,
        bytes,
        bytes,
        Optional.of(why),
        List.of(),
        "",
        Set.of(),
        Optional.empty(),
        List.of());
  }
}
