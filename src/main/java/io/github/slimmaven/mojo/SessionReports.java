package io.github.slimmaven.mojo;

import io.github.slimmaven.report.AggregateReport;
import io.github.slimmaven.report.Renderings;
import io.github.slimmaven.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;

/**
 * The reports that one build writes, in all its modules: what is made of them together is made
 * once, at its end, when the gate has added to them.
 */
final class SessionReports {
  private static final String REPORT = "report.json";

  private final SortedMap<Path, String> outputs = new TreeMap<>();
  private final Log log;

  private SessionReports(Log log) {
    this.log = log;
  }

  /**
   * Tells that a goal writes or changes the report in this directory, whether it ends well or not.
   */
  static void expect(Path output, MavenProject project, MavenSession session, Log log) {
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
    reports.add(output.toAbsolutePath().normalize(), project.getArtifactId());
  }

  private synchronized void add(Path output, String module) {
    outputs.put(output, module);
  }

  private synchronized SortedMap<Path, String> outputs() {
    return new TreeMap<>(outputs);
  }

  private void happened(ExecutionEvent event) {
    if (event.getType() == ExecutionEvent.Type.SessionEnded) {
      SortedMap<Path, String> written = outputs();
      summarise(
          written.keySet(),
          event.getSession().getSystemProperties().getProperty("env.GITHUB_STEP_SUMMARY", ""));
      aggregate(written, event.getSession());
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

  /** Those of modules that this build left out, as with {@code -pl}, are shown as they are. */
  private void aggregate(SortedMap<Path, String> written, MavenSession session) {
    SortedMap<Path, String> all = new TreeMap<>(written);
    for (MavenProject project : session.getAllProjects()) {
      Path output = Path.of(project.getBuild().getDirectory(), "slim").toAbsolutePath().normalize();
      all.putIfAbsent(output, project.getArtifactId());
    }
    all.keySet().removeIf(output -> !Files.isRegularFile(output.resolve(REPORT)));
    if (all.size() < 2 || session.getTopLevelProject() == null) {
      return;
    }
    Path file =
        Path.of(session.getTopLevelProject().getBuild().getDirectory(), "slim")
            .resolve(AggregateReport.INDEX);
    try {
      List<AggregateReport.Module> modules = new ArrayList<>();
      for (Map.Entry<Path, String> one : all.entrySet()) {
        boolean only = Collections.frequency(all.values(), one.getValue()) == 1;
        modules.add(
            new AggregateReport.Module(
                only ? one.getValue() : one.getValue() + ", " + one.getKey().getFileName(),
                one.getKey(),
                ReportJson.read(one.getKey().resolve(REPORT))));
      }
      AggregateReport.write(modules, file);
      log.info("The reports of " + modules.size() + " images: " + file);
    } catch (IOException | RuntimeException e) {
      log.warn("The reports of all modules could not be put together in '" + file + "': " + e);
    }
  }
}
