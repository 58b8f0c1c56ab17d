package io.github.slimmaven.mojo;

import io.github.slimmaven.check.Check;
import io.github.slimmaven.check.Limits;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.HtmlReport;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Fails the build if the minified image exceeds a limit.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    threadSafe = true)
public final class CheckMojo extends AbstractSlimMojo {
  /**
   * Most bytes of file content that the image may have, as in {@code 60 MB} or {@code 60MiB}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxSize")
  String maxSize;

  /**
   * Most bytes that a pull of the image may move, as in {@code 25 MB}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxCompressedSize")
  String maxCompressedSize;

  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.check.skip", defaultValue = "false")
  boolean skipCheck;

  @Override
  boolean skipGoal() {
    return skipCheck;
  }

  @Override
  String skipProperty() {
    return "slim.check.skip";
  }

  @Override
  void run() throws IOException, MojoFailureException {
    Optional<String> forgone = TestPhase.forgone(project, output());
    if (forgone.isPresent()) {
      getLog().info("Skipped: '" + forgone.get() + "' is set, slim:minify has made no image.");
      return;
    }
    Limits limits =
        new Limits(
            Optional.ofNullable(maxSize).map(Bytes::parse),
            Optional.ofNullable(maxCompressedSize).map(Bytes::parse));
    Path file = output().resolve("report.json");
    Report report = ReportJson.read(file);
    List<Report.CheckResult> results = Check.evaluate(report, limits);
    ReportJson.writeChecks(results, file);
    HtmlReport.update(report.withChecks(results), output().resolve("report.html"));
    results.stream().filter(Report.CheckResult::passed).forEach(r -> getLog().info(r.message()));
    String violations =
        results.stream()
            .filter(result -> !result.passed())
            .map(Report.CheckResult::message)
            .collect(Collectors.joining("\n"));
    if (!violations.isEmpty()) {
      throw new MojoFailureException(violations);
    }
  }
}
