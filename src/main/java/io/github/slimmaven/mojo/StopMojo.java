package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.SlimFailure;
import java.io.IOException;
import java.util.Optional;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Ends the app that {@code slim:start} launched, with its stop signal, and keeps its trace for
 * {@code slim:minify}.
 *
 * @since 0.1.0
 */
@Mojo(name = "stop", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class StopMojo extends AbstractSlimMojo {
  /**
   * Skips this goal; {@code slim:minify} then ends the app.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.stop.skip", defaultValue = "false")
  boolean skipStop;

  @Override
  boolean skipGoal() {
    return skipStop;
  }

  @Override
  String skipProperty() {
    return "slim.stop.skip";
  }

  @Override
  void run() throws IOException, InterruptedException, SlimFailure {
    Optional<TestPhase> phase = TestPhase.of(project, output());
    if (phase.isEmpty()) {
      getLog().info("Nothing to stop: slim:start has launched nothing for '" + output() + "'.");
    } else if (phase.get().app().stopped()) {
      getLog().info("Nothing to stop: the app has ended before.");
    } else {
      phase.get().app().stop();
      getLog().info("Stopped the app and kept the trace of the tests");
    }
  }
}
