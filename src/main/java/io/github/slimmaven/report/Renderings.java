package io.github.slimmaven.report;

import java.io.IOException;
import java.nio.file.Path;

/** The files that show a report, beside {@code report.json} and {@code files.csv}. */
public final class Renderings {
  /** The page to look at. */
  public static final String PAGE = "report.html";

  /** For a pull request or the summary of a build. */
  public static final String MARKDOWN = "report.md";

  /** Probes and checks as test cases; the name is what readers of test reports look for. */
  public static final String JUNIT = "TEST-slim.xml";

  private Renderings() {}

  /** Writes those that need nothing but the report: all but the page. */
  public static void write(Report report, Path directory) throws IOException {
    MarkdownReport.write(report, directory.resolve(MARKDOWN));
    JUnitReport.write(report, directory.resolve(JUNIT));
  }

  /**
   * Shows what the report says by now.
   *
   * @throws ReportException naming the page if it is none of ours
   */
  public static void update(Report report, Path directory) throws IOException {
    HtmlReport.update(report, directory.resolve(PAGE));
    write(report, directory);
  }
}
