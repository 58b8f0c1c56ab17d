package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Cache;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.jvm.JvmPack;
import io.github.slimmaven.jvm.TrimmedRuntime;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.Report.CdsState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Trims the Java runtimes that the app used, and says what became of them. */
final class Trimming {
  private final Image source;
  private final MergedTree tree;
  private final SlimRequest request;
  private final RunLog log;
  private final Set<String> asked;
  private final Path folder;
  private List<Report.JavaRuntime> runtimes = List.of();

  /**
   * @param asked paths that the user asked to keep
   */
  Trimming(
      Image source,
      MergedTree tree,
      SlimRequest request,
      Set<String> asked,
      Workspace workspace,
      RunLog log)
      throws IOException {
    this.source = source;
    this.tree = tree;
    this.request = request;
    this.asked = asked;
    this.log = log;
    this.folder = workspace.folder("jvm");
  }

  /** The runtimes that were trimmed last, for the report. */
  List<Report.JavaRuntime> runtimes() {
    return runtimes;
  }

  /** What is kept now. A decision for more may be trimmed again. */
  KeepSet trim(JvmPack.Decision decision) throws IOException {
    JvmPack.Outcome outcome =
        new JvmPack(source, tree, request.jvm(), Cache.of(request.cache()), folder.resolve("link"))
            .trim(decision, asked);
    List<Report.JavaRuntime> trimmed = new ArrayList<>();
    for (TrimmedRuntime runtime : outcome.runtimes()) {
      Report.JavaRuntime reported = reported(runtime);
      if (!runtimes.contains(reported)) {
        log.trimmed(reported);
      }
      trimmed.add(reported);
    }
    runtimes = trimmed;
    return outcome.keep();
  }

  private static Report.JavaRuntime reported(TrimmedRuntime runtime) {
    CdsState cds =
        runtime.untouched().isPresent()
            ? CdsState.SOURCE
            : runtime.archives().isEmpty() ? CdsState.ABSENT : CdsState.DROPPED;
    return new Report.JavaRuntime(
        runtime.home(),
        runtime.feature(),
        runtime.sourceBytes(),
        runtime.slimBytes(),
        runtime.kept(),
        runtime.dropped(),
        cds,
        runtime.untouched(),
        runtime.unused().stream()
            .map(
                jar ->
                    new Report.Jar(jar.path(), jar.name(), jar.bytes(), jar.trail(), jar.certain()))
            .toList());
  }
}
