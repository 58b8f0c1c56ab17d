package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.report.FilesCsv;
import io.github.slimmaven.report.JavaRuntime;
import io.github.slimmaven.report.Previous;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.TraceJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The last complete run of an output directory, to tell why another keeps something else.
 *
 * @param report of it
 * @param kept path as in {@code files.csv} to the label of its reason
 * @param trace of the source
 */
record PreviousRun(Report report, SortedMap<String, String> kept, AccessTrace trace) {

  /** Reads what {@link Outputs#removeStale} put aside; empty if there is none of this source. */
  static Optional<PreviousRun> of(Path output, String sourceDigest) {
    Path folder = output.resolve(Outputs.PREVIOUS);
    try {
      Report report = ReportJson.read(folder.resolve(Outputs.REPORT));
      return report.source().digest().equals(sourceDigest)
          ? Optional.of(
              new PreviousRun(
                  report,
                  withModules(FilesCsv.kept(folder.resolve(Outputs.FILES)), report.java()),
                  TraceJson.read(folder.resolve(Outputs.TRACE))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // none, or of a version of the plugin that wrote it otherwise
    }
  }

  private static SortedMap<String, String> withModules(
      SortedMap<String, String> kept, List<JavaRuntime> runtimes) {
    SortedMap<String, String> all = new TreeMap<>(kept);
    runtimes.forEach(
        runtime -> runtime.kept().keySet().forEach(module -> all.put("module " + module, "jvm")));
    return all;
  }

  /**
   * What differs, and why.
   *
   * @param tree of the source
   * @param slimmed what stays now
   */
  Previous compare(
      MergedTree tree,
      Slimmed slimmed,
      List<JavaRuntime> runtimes,
      AccessTrace now,
      Map<String, String> settings,
      Collection<String> asked) {
    SortedMap<String, String> keptNow = withModules(FilesCsv.kept(tree, slimmed.kept()), runtimes);
    List<String> otherSettings = differing(report.settings(), settings);
    Set<String> usedNow = used(tree, now, trace);
    Set<String> usedThen = used(tree, trace, now);
    boolean sameTrace = usedNow.isEmpty() && usedThen.isEmpty();
    Causes causes = new Causes(!otherSettings.isEmpty(), sameTrace);
    return Previous.of(
        causes.only(keptNow, kept, usedNow),
        causes.only(kept, keptNow, usedThen),
        otherSettings,
        report.probes().stream()
            .map(Report.ProbeResult::request)
            .toList()
            .equals(List.copyOf(asked)));
  }

  private static List<String> differing(Map<String, String> then, Map<String, String> now) {
    Set<String> names = new TreeSet<>(then.keySet());
    names.addAll(now.keySet());
    return names.stream()
        .filter(name -> !then.getOrDefault(name, "").equals(now.getOrDefault(name, "")))
        .map(
            name ->
                "%s '%s' then, '%s' now"
                    .formatted(name, then.getOrDefault(name, ""), now.getOrDefault(name, "")))
        .toList();
  }

  /** What of the image only the first trace has, as it is named and where it leads. */
  private static Set<String> used(MergedTree tree, AccessTrace trace, AccessTrace other) {
    Set<String> used = new HashSet<>();
    trace
        .paths()
        .forEach(
            (path, uses) -> {
              Optional<Entry> target = tree.resolve(path).target();
              if (target.isPresent()
                  && !other.paths().getOrDefault(path, Set.of()).containsAll(uses)) {
                used.add(FilesCsv.shown(path));
                used.add(FilesCsv.shown(target.get().path()));
              }
            });
    trace.modules().stream()
        .filter(module -> !other.modules().contains(module))
        .forEach(module -> used.add("module " + module));
    SortedSet<String> otherJars = other.jars().orElseGet(TreeSet::new);
    trace.jars().stream()
        .flatMap(Set::stream)
        .filter(jar -> !otherJars.contains(jar))
        .forEach(jar -> used.add(FilesCsv.shown(jar)));
    return used;
  }

  private record Causes(boolean otherSettings, boolean sameTrace) {

    /** What one run keeps and the other does not. */
    List<Previous.Change> only(
        Map<String, String> kept, Map<String, String> other, Set<String> used) {
      List<Previous.Change> changes = new ArrayList<>();
      kept.forEach(
          (path, reason) -> {
            if (!other.containsKey(path)) {
              changes.add(new Previous.Change(path, reason, why(path, reason, used)));
            }
          });
      return changes;
    }

    private Previous.Why why(String path, String reason, Set<String> used) {
      if (reason.equals("repair")) {
        return Previous.Why.REPAIRED;
      }
      if (used.contains(path)) {
        return Previous.Why.USED;
      }
      if (otherSettings) {
        return Previous.Why.SETTINGS;
      }
      return sameTrace ? Previous.Why.UNKNOWN : Previous.Why.FOLLOWS;
    }
  }
}
