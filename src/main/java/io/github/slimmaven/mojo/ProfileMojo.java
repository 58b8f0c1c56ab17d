package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.IntegrationTests;
import io.github.slimmaven.pipeline.SlimFailure;
import io.github.slimmaven.pipeline.SlimRequest;
import io.github.slimmaven.pipeline.SlimRun;
import java.io.IOException;
import javax.inject.Inject;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * Everything but the image: launches the source image, probes and traces it, decides what would
 * stay, and says what it would shrink to. Writes {@code trace.json}, {@code files.csv} and the
 * reports to {@code target/slim}; no image, and nothing is published.
 *
 * @since 0.1.0
 */
@Mojo(name = "profile", requiresProject = false, threadSafe = true)
public final class ProfileMojo extends SlimMojo {
  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.profile.skip", defaultValue = "false")
  boolean skipProfile;

  @Inject
  ProfileMojo(
      SettingsDecrypter decrypter, ToolchainManager toolchains, BuildPluginManager plugins) {
    super(decrypter, toolchains, plugins);
  }

  @Override
  boolean skipGoal() {
    return skipProfile;
  }

  @Override
  String skipProperty() {
    return "slim.profile.skip";
  }

  @Override
  void run() throws IOException, InterruptedException, SlimFailure {
    SlimRequest request = request();
    IntegrationTests tests = tests(false);
    reports();
    SlimRun.profile(request, tests, log());
  }
}
