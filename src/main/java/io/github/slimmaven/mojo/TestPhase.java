package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.TestedApp;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.project.MavenProject;

/**
 * What lies between {@code slim:start} and {@code slim:minify} in the build of one project: the app
 * and the tests that used it. It is kept in the project, one for each output directory. Whatever
 * happens to the build, the app ends with it.
 */
final class TestPhase {
  private final MavenProject project;
  private final TestedApp app;
  private final Instant began = Instant.now();
  private final List<MojoExecution> tests = new ArrayList<>();

  private TestPhase(MavenProject project, TestedApp app) {
    this.project = project;
    this.app = app;
  }

  /** Begins with the start of the app. */
  static TestPhase begin(MavenSession session, MavenProject project, Path output, TestedApp app) {
    TestPhase phase = new TestPhase(project, app);
    project.setContextValue(key(output), phase);
    project.getProperties().putAll(app.endpoint().properties());
    BuildWatch.add(session.getRequest(), phase::happened);
    return phase;
  }

  /** The one of a project and an output directory. */
  static Optional<TestPhase> of(MavenProject project, Path output) {
    return Optional.ofNullable((TestPhase) project.getContextValue(key(output)));
  }

  /** Remembers that there is none though it is configured. */
  static void omit(MavenProject project, Path output, String property) {
    project.setContextValue(key(output) + "omitted", property);
  }

  /** The property for which there is none, though it is configured. */
  static Optional<String> omitted(MavenProject project, Path output) {
    return Optional.ofNullable((String) project.getContextValue(key(output) + "omitted"));
  }

  /** Remembers that no image is made, for nothing would exercise it. */
  static void forgo(MavenProject project, Path output, String property) {
    project.setContextValue(key(output) + "forgone", property);
  }

  /** The property for which no image is made. */
  static Optional<String> forgone(MavenProject project, Path output) {
    return Optional.ofNullable((String) project.getContextValue(key(output) + "forgone"));
  }

  private static String key(Path output) {
    return TestPhase.class.getName() + ":" + output;
  }

  TestedApp app() {
    return app;
  }

  /** When the app was ready. */
  Instant began() {
    return began;
  }

  /** What Failsafe has executed while the app ran, in order. */
  List<MojoExecution> tests() {
    return List.copyOf(tests);
  }

  private void happened(ExecutionEvent event) {
    switch (event.getType()) {
      case SessionEnded -> app.close();
      case ProjectFailed, ProjectSucceeded -> {
        if (project.equals(event.getProject())) {
          app.close();
        }
      }
      case MojoStarted -> {
        if (project.equals(event.getProject()) && !app.stopped()) {
          tell(event.getMojoExecution());
        }
      }
      default -> {
        // does not matter to the app
      }
    }
  }

  /**
   * Tells tests where the app is, as system properties. User properties of the session would reach
   * them too, but all modules that are built at the same time share these.
   */
  private void tell(MojoExecution execution) {
    if (Failsafe.runsTests(execution)) {
      Failsafe.setSystemProperties(execution, Map.copyOf(app.endpoint().properties()), false);
    }
    if (Failsafe.isIntegrationTest(execution)) {
      tests.add(execution);
    }
  }
}
