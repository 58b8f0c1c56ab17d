package io.github.slimmaven.report;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stayed.
 *
 * @param files number of entries but directories
 * @param bytes their content
 * @param byReason label of {@link io.github.slimmaven.keep.Reason.Kind} to amount, in the given
 *     order
 */
public record Kept(long files, long bytes, Map<String, Amount> byReason) {
  public Kept {
    byReason =
        byReason == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(byReason));
  }

  /** Counts what the keep set keeps, reasons with the most bytes first. */
  public static Kept of(FileTree tree, KeepSet kept) {
    SortedMap<String, Amount> amounts = new TreeMap<>();
    Amount all = Amount.NONE;
    for (Entry entry : tree.entries()) {
      Reason reason = kept.reasons().get(entry.path());
      if (reason != null && !entry.isDirectory()) {
        Amount one = new Amount(1, kept.size(entry));
        all = all.plus(one);
        amounts.merge(reason.kind().label(), one, Amount::plus);
      }
    }
    Map<String, Amount> byReason = new LinkedHashMap<>();
    amounts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.comparingLong(Amount::bytes).reversed()))
        .forEach(entry -> byReason.put(entry.getKey(), entry.getValue()));
    return new Kept(all.files(), all.bytes(), byReason);
  }
}
