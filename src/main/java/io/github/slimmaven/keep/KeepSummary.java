package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much stays and why.
 *
 * @param files entries that are no directories
 * @param bytes their content; a hard link adds nothing
 * @param byReason the same, for each rule that kept something, strongest first
 */
public record KeepSummary(long files, long bytes, Map<Reason.Kind, Amount> byReason) {

  /** A number of entries that are no directories, and the bytes in them. */
  public record Amount(long files, long bytes) {
    Amount plus(Entry entry) {
      return entry.isDirectory() ? this : new Amount(files + 1, bytes + entry.size());
    }
  }

  public KeepSummary {
    byReason = Collections.unmodifiableMap(new EnumMap<>(byReason));
  }

  /** Counts a keep set of this tree. */
  public static KeepSummary of(KeepSet set, FileTree tree) {
    Amount all = new Amount(0, 0);
    Map<Reason.Kind, Amount> byReason = new EnumMap<>(Reason.Kind.class);
    for (Map.Entry<String, Reason> kept : set.reasons().entrySet()) {
      Entry entry =
          tree.get(kept.getKey())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'" + kept.getKey() + "' is kept, but it is not in the tree"));
      all = all.plus(entry);
      Reason.Kind kind = kept.getValue().kind();
      byReason.put(kind, byReason.getOrDefault(kind, new Amount(0, 0)).plus(entry));
    }
    return new KeepSummary(all.files, all.bytes, byReason);
  }
}
