package io.github.slimmaven.mojo;

import io.github.slimmaven.report.Renderings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;

/**
 * The reports that one build writes, in all its modules: what is made of them together is made
 * once, at its end, when the gate has added to them.
 */
final class SessionReports {
  private final Set<Path> outputs = new TreeSet<>();
  private final Log log;

  private SessionReports(Log log) {
    this.log = log;
  }

  /**
   * Tells that a goal writes or changes the report in this directory, whether it ends well or not.
   */
  static void expect(Path output, MavenSession session, Log log) {
    MavenExecutionRequest request = session.getRequest();
    SessionReports reports;
    synchronized (request) {
      // Another copy of this class, of a module with other plugin dependencies, has its own.
      String key = SessionReports.class.getName() + System.identityHashCode(SessionReports.class);
      if (request.getData().get(key) instanceof SessionReports known) {
        reports = known;
      } else {
        reports = new SessionReports(log);
        request.getData().put(key, reports);
        BuildWatch.add(request, reports::happened);
      }
    }
    reports.add(output.toAbsolutePath().normalize());
  }

  private synchronized void add(Path output) {
    outputs.add(output);
  }

  private synchronized Collection<Path> outputs() {
    return List.copyOf(outputs);
  }

  private void happened(ExecutionEvent event) {
    if (event.getType() == ExecutionEvent.Type.SessionEnded) {
      summarise(
          outputs(),
          event.getSession().getSystemProperties().getProperty("env.GITHUB_STEP_SUMMARY", ""));
    }
  }

  private void summarise(Collection<Path> directories, String summary) {
    List<Path> markdown =
        directories.stream()
            .map(directory -> directory.resolve(Renderings.MARKDOWN))
            .filter(Files::isRegularFile)
            .toList();
    if (summary.isBlank() || markdown.isEmpty()) {
      return;
    }
    try {
      int left = StepSummary.append(markdown, Path.of(summary));
      if (left > 0) {
        log.warn(
            "The step summary '"
                + summary
                + "' has no room for "
                + left
                + " of the reports: GitHub shows at most 1 MiB. See report.md of each module.");
      }
    } catch (IOException | RuntimeException e) {
      log.warn(
          "The report could not be added to the step summary '"
              + summary
              + "' (GITHUB_STEP_SUMMARY): "
              + e
              + ". It is in "
              + markdown.get(0));
    }
  }
}
