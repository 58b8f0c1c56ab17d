package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.Incremental;
import io.github.slimmaven.pipeline.IntegrationTests;
import io.github.slimmaven.pipeline.SlimFailure;
import io.github.slimmaven.pipeline.SlimRequest;
import java.io.IOException;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Launches the source image, probes and traces it, writes a minified image of what it needs,
 * launches that and replays the probes. Only an image that answers as the source did is written to
 * {@code target/slim/image} and to every {@code to}.
 *
 * <p>After {@code slim:start} and {@code slim:stop} it uses the trace of the project's integration
 * tests; {@code probes} then are traced in a launch of their own. Where these tests are skipped, it
 * goes by {@code probes}, with a warning, or by a committed trace; without either it is skipped
 * too.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "minify",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    threadSafe = true)
public final class MinifyMojo extends SlimMojo {
  /**
   * How the minified image is verified, besides by the probes.
   *
   * <ul>
   *   <li>{@code rerunTests}: whether Failsafe's tests that ran between {@code slim:start} and
   *       {@code slim:stop} run once more, against the minified image; it is published only if all
   *       pass. Their reports go to {@code target/slim/tests}. Also {@code
   *       -Dslim.verify.rerunTests} (default {@code false})
   * </ul>
   *
   * <pre>{@code
   * <verify>
   *   <rerunTests>true</rerunTests>
   * </verify>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter VerifyParameter verify = new VerifyParameter();

  @Parameter(property = "slim.verify.rerunTests", defaultValue = "false", readonly = true)
  String rerunTests;

  /**
   * Runs though nothing has changed since the last run. By default the image and the reports of the
   * last run stay where all of these are the same: the source image, the parameters, traces given
   * as files, the services' images, the plugin, Java and the engine; and all that it left is still
   * there. An image that a Docker engine or a registry has lost is written again from {@code
   * target/slim/image}. With tests between {@code slim:start} and {@code slim:stop}, with {@code
   * compose} and with {@code network} it always runs. What an app gets from elsewhere, as the
   * internet, is not seen: then set this.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.rerun", defaultValue = "false")
  boolean rerun;

  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.minify.skip", defaultValue = "false")
  boolean skipMinify;

  @Inject
  MinifyMojo(SettingsDecrypter decrypter, ToolchainManager toolchains, BuildPluginManager plugins) {
    super(decrypter, toolchains, plugins);
  }

  @Override
  boolean skipGoal() {
    return skipMinify;
  }

  @Override
  String skipProperty() {
    return "slim.minify.skip";
  }

  @Override
  void run() throws IOException, InterruptedException, SlimFailure {
    Optional<String> omitted = TestPhase.omitted(project, output());
    if (omitted.isPresent() && !isExercised()) {
      TestPhase.forgo(project, output(), omitted.get());
      getLog()
          .info(
              "Skipped: '"
                  + omitted.get()
                  + "' is set, and there are no <probes>: nothing would exercise the app.");
      return;
    }
    SlimRequest request = request();
    IntegrationTests tests = tests(rerunsTests());
    reports();
    Incremental.run(request, tests, rerun, log());
  }

  private boolean rerunsTests() {
    return verify.rerunTests == null
        ? Boolean.parseBoolean(rerunTests)
        : Boolean.TRUE.equals(verify.rerunTests);
  }
}
