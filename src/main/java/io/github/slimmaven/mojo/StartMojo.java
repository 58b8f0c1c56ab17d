package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.SlimFailure;
import io.github.slimmaven.pipeline.TestedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Launches the source image, traced, for the project's own integration tests, and waits until it is
 * ready. The tests of Failsafe get the system properties {@code slim.host}, {@code
 * slim.port.<container port>} and {@code slim.url}; everything else in the pom, properties of these
 * names. {@code slim:stop} ends it, {@code slim:minify} uses its trace.
 *
 * <p>Where tests are skipped ({@code skipTests}, {@code skipITs}, {@code maven.test.skip}), nothing
 * is launched, and {@code slim:minify} goes by {@code probes} or is skipped too.
 *
 * @since 0.1.0
 */
@Mojo(name = "start", defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST, threadSafe = true)
public final class StartMojo extends LaunchMojo {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.start.skip", defaultValue = "false")
  boolean skipStart;

  @Parameter(property = "skipTests", defaultValue = "false", readonly = true)
  boolean skipTests;

  @Parameter(property = "skipITs", defaultValue = "false", readonly = true)
  boolean skipITs;

  @Parameter(property = "maven.test.skip", defaultValue = "false", readonly = true)
  boolean skipAllTests;

  @Inject
  StartMojo(SettingsDecrypter decrypter, ToolchainManager toolchains) {
    super(decrypter, toolchains);
  }

  @Override
  boolean skipGoal() {
    return skipStart;
  }

  @Override
  String skipProperty() {
    return "slim.start.skip";
  }

  @Override
  void run() throws IOException, InterruptedException, SlimFailure {
    Optional<String> untested = untested();
    if (untested.isPresent()) {
      TestPhase.omit(project, output(), untested.get());
      getLog().info("Skipped: '" + untested.get() + "' is set, no test would use the app.");
      return;
    }
    Path output = output();
    if (TestPhase.of(project, output).filter(phase -> !phase.app().stopped()).isPresent()) {
      throw new IllegalArgumentException(
          "slim:start has been executed before, and its app still runs: execute slim:stop between,"
              + " or give one of them another <outputDirectory> than '"
              + output
              + "'");
    }
    TestPhase.begin(session, project, output, TestedApp.start(request(), log()));
  }

  private Optional<String> untested() {
    return Map.of("skipTests", skipTests, "skipITs", skipITs, "maven.test.skip", skipAllTests)
        .entrySet()
        .stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }
}
