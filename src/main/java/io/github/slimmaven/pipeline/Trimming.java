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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Trims the Java runtimes that the app used, and says what became of them. */
final class Trimming {
  private final Image source;
  private final MergedTree tree;
  private final SlimRequest request;
  private final Workspace workspace;
  private final RunLog log;

  Trimming(Image source, MergedTree tree, SlimRequest request, Workspace workspace, RunLog log) {
    this.source = source;
    this.tree = tree;
    this.request = request;
    this.workspace = workspace;
    this.log = log;
  }

  /**
   * What is kept now.
   *
   * @param runtimes for the report
   */
  record Trimmed(KeepSet keep, List<Report.JavaRuntime> runtimes) {}

  Trimmed trim(KeepSet keep, Set<String> asked) throws IOException {
    JvmPack.Outcome outcome =
        new JvmPack(
                source,
                tree,
                request.jvm(),
                Cache.of(request.cache()),
                workspace.folder("jvm").resolve("link"))
            .trim(keep, asked);
    List<Report.JavaRuntime> runtimes = new ArrayList<>();
    for (TrimmedRuntime runtime : outcome.runtimes()) {
      Report.JavaRuntime reported = reported(runtime);
      log.trimmed(reported);
      runtimes.add(reported);
    }
    return new Trimmed(outcome.keep(), runtimes);
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
        runtime.untouched());
  }
}
