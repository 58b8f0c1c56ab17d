package io.github.slimmaven.check;

import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gate: a pure function of a report and the limits. */
public final class Check {
  private Check() {}

  /**
   * Compares the minified image with each limit that is set.
   *
   * @return one result for each such limit, passed or not, in a fixed order
   * @throws ReportException if the report's run ended without a minified image: what can't be
   *     measured never passes
   */
  public static List<Report.CheckResult> evaluate(Report report, Limits limits)
      throws ReportException {
    if (report.status() == Report.Status.PROFILED) {
      throw new ReportException(
          "The report of '"
              + report.source().reference()
              + "' is one of slim:profile, which makes no image to check: run slim:minify first");
    }
    if (report.status() == Report.Status.FAILED || report.slim().isEmpty()) {
      throw new ReportException(
          "The report of '"
              + report.source().reference()
              + "' has no minified image to check, its status is '"
              + report.status().label()
              + "': correct what made slim:minify fail and run it first");
    }
    Report.ImageSummary slim = report.slim().get();
    List<Report.CheckResult> results = new ArrayList<>();
    limits
        .maxSize()
        .ifPresent(limit -> results.add(maximum("maxSize", "Image size", slim.size(), limit)));
    if (limits.maxCompressedSize().isPresent()) {
      results.add(
          maximum(
              "maxCompressedSize",
              "Compressed image size",
              slim.compressedSize()
                  .orElseThrow(
                      () ->
                          new ReportException(
                              "The report has no compressed size of '"
                                  + slim.reference()
                                  + "': run slim:minify first, with this version of the plugin")),
              limits.maxCompressedSize().get()));
    }
    return List.copyOf(results);
  }

  private static Report.CheckResult maximum(String rule, String subject, long actual, Bytes limit) {
    boolean passed = actual <= limit.value();
    String message =
        subject
            + " is "
            + limit.beside(actual)
            + (passed ? ", expected maximum is " : ", but expected maximum is ")
            + limit;
    return new Report.CheckResult(rule, actual, limit.value(), Optional.empty(), passed, message);
  }
}
