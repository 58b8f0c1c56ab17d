package io.github.slimmaven.mojo;

import io.github.slimmaven.image.Trees;
import io.github.slimmaven.pipeline.Endpoint;
import io.github.slimmaven.pipeline.IntegrationTests;
import io.github.slimmaven.pipeline.SlimFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.PluginConfigurationException;
import org.apache.maven.plugin.PluginManagerException;
import org.apache.maven.plugin.PluginParameterExpressionEvaluator;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.component.configurator.expression.ExpressionEvaluationException;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** The executions of Failsafe that used an app: what they found, and how they are run again. */
final class FailsafeRuns implements IntegrationTests.Rerun {
  private static final String SUMMARY = "summaryFile";

  private final MavenSession session;
  private final MavenProject project;
  private final BuildPluginManager plugins;
  private final List<MojoExecution> executions;
  private final Path reports;

  /**
   * @param executions as the build had them
   * @param reports where the reports of another run go
   */
  FailsafeRuns(
      MavenSession session,
      MavenProject project,
      BuildPluginManager plugins,
      List<MojoExecution> executions,
      Path reports) {
    this.session = session;
    this.project = project;
    this.plugins = plugins;
    this.executions = executions;
    this.reports = reports;
  }

  /**
   * What all of them found in the build.
   *
   * @param since what is older is an earlier build's
   */
  FailsafeSummary found(Instant since) throws IOException {
    Set<Path> summaries = new LinkedHashSet<>(); // executions may add to the same
    for (MojoExecution execution : executions) {
      Path summary = summary(execution);
      if (Files.exists(summary)
          && !Files.getLastModifiedTime(summary).toInstant().isBefore(since)) {
        summaries.add(summary);
      }
    }
    FailsafeSummary all = new FailsafeSummary(0, 0, 0, Optional.empty());
    for (Path summary : summaries) {
      all = all.and(FailsafeSummary.read(summary));
    }
    return all;
  }

  /** As the build has executed them, but for where the app is and where the reports go. */
  @Override
  public int against(Endpoint endpoint) throws IOException, InterruptedException, SlimFailure {
    Trees.delete(reports);
    // A goal that asks for no dependencies is shown none, even if another had them resolved.
    project.setArtifactFilter(artifact -> true);
    project.getProperties().putAll(endpoint.properties());
    FailsafeSummary all = new FailsafeSummary(0, 0, 0, Optional.empty());
    try {
      for (MojoExecution execution : executions) {
        Path folder = reports.resolve(execution.getExecutionId());
        Path summary = folder.resolve("failsafe-summary.xml");
        MojoExecution again = copy(execution);
        Failsafe.setSystemProperties(again, endpoint.properties(), true);
        Failsafe.set(again, SUMMARY, summary.toString());
        Failsafe.set(again, "reportsDirectory", folder.toString());
        run(again);
        all = all.and(FailsafeSummary.read(summary));
      }
    } finally {
      project.setArtifactFilter(null);
    }
    if (!all.allPassed() || all.passed() == 0) {
      throw new SlimFailure(
          "Nothing was published: on the minified image "
              + (all.allPassed() ? "no integration test ran" : all.problem())
              + ". Their reports are in '"
              + reports
              + "'. Name the files that it misses in <keep>, or set <level> to 'conservative'.",
          null);
    }
    return all.passed();
  }

  private static MojoExecution copy(MojoExecution execution) {
    MojoExecution copy =
        new MojoExecution(execution.getMojoDescriptor(), execution.getExecutionId());
    copy.setConfiguration(Failsafe.configuration(execution));
    return copy;
  }

  private void run(MojoExecution execution) throws IOException, SlimFailure {
    try {
      plugins.executeMojo(session, execution);
    } catch (MojoFailureException e) {
      throw new SlimFailure(
          "Nothing was published: the integration tests failed on the minified image: "
              + e.getMessage(),
          e);
    } catch (MojoExecutionException | PluginConfigurationException | PluginManagerException e) {
      throw new IOException(
          "The integration tests could not be run against the minified image: " + e.getMessage(),
          e);
    }
  }

  private Path summary(MojoExecution execution) throws IOException {
    Xpp3Dom parameter = Failsafe.configuration(execution).getChild(SUMMARY);
    String expression =
        parameter == null
            ? null
            : parameter.getValue() == null
                ? parameter.getAttribute("default-value")
                : parameter.getValue();
    PluginParameterExpressionEvaluator evaluator =
        new PluginParameterExpressionEvaluator(session, execution);
    try {
      Object value = expression == null ? null : evaluator.evaluate(expression);
      if (value == null && parameter != null && parameter.getAttribute("default-value") != null) {
        value = evaluator.evaluate(parameter.getAttribute("default-value"));
      }
      return value == null
          ? Path.of(project.getBuild().getDirectory(), "failsafe-reports/failsafe-summary.xml")
          : project.getBasedir().toPath().resolve(value.toString());
    } catch (ExpressionEvaluationException e) {
      throw new IOException("'" + expression + "' names no summary of Failsafe", e);
    }
  }
}
