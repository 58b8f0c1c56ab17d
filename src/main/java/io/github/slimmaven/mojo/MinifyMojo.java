package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.SlimFailure;
import io.github.slimmaven.pipeline.SlimRun;
import java.io.IOException;
import javax.inject.Inject;
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
 * @since 0.1.0
 */
@Mojo(
    name = "minify",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    threadSafe = true)
public final class MinifyMojo extends LaunchMojo {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.minify.skip", defaultValue = "false")
  boolean skipMinify;

  @Inject
  MinifyMojo(SettingsDecrypter decrypter, ToolchainManager toolchains) {
    super(decrypter, toolchains);
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
    SlimRun.run(request(), log());
  }
}
