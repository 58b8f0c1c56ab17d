package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.it.ReportSchemas;
import io.github.slimmaven.report.Report;
import java.io.IOException;

/** Runs of the whole pipeline; whatever becomes of one, what it wrote is as the schemas say. */
final class WholeRun {
  private WholeRun() {}

  static Report of(SlimRequest request, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    try {
      return SlimRun.run(request, log);
    } finally {
      validate(request);
    }
  }

  static Report of(SlimRequest request, RunLog log, SlimRun.Opening engine)
      throws IOException, InterruptedException, SlimFailure {
    return of(request, IntegrationTests.NONE, true, log, engine);
  }

  static Report of(
      SlimRequest request,
      IntegrationTests tests,
      boolean publishing,
      RunLog log,
      SlimRun.Opening engine)
      throws IOException, InterruptedException, SlimFailure {
    try {
      return SlimRun.run(request, tests, publishing, log, engine);
    } finally {
      validate(request);
    }
  }

  private static void validate(SlimRequest request) throws IOException {
    assertThat(ReportSchemas.violations(request.output())).isEmpty();
  }
}
