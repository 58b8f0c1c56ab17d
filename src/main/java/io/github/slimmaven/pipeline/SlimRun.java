package io.github.slimmaven.pipeline;

import io.github.slimmaven.report.Report;
import java.io.IOException;

/**
 * The stages of {@code slim:minify}, in order: open the source, launch and probe it traced, decide
 * what stays, write the minified image, launch and probe that, compare, publish, report.
 */
public final class SlimRun {
  private final SlimRequest request;
  private final RunLog log;
  private final Workspace workspace;
  private final Stopwatch watch = new Stopwatch();

  private SlimRun(SlimRequest request, RunLog log, Workspace workspace) {
    this.request = request;
    this.log = log;
    this.workspace = workspace;
  }

  /**
   * Runs all stages.
   *
   * @return the report, as written to {@code report.json}
   * @throws SlimFailure if a probe fails or the minified image answers differently; nothing was
   *     published then
   * @throws IOException if a stage could not do its job
   */
  public static Report run(SlimRequest request, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    Outputs.removeStale(request.output());
    try (Workspace workspace = Workspace.open(request.output())) {
      return new SlimRun(request, log, workspace).run();
    }
  }
}
