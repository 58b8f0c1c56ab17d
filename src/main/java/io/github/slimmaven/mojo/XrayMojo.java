package io.github.slimmaven.mojo;

import io.github.slimmaven.check.EfficiencyLimits;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.pipeline.SlimFailure;
import io.github.slimmaven.pipeline.XrayRequest;
import io.github.slimmaven.pipeline.XrayRun;
import io.github.slimmaven.report.Severity;
import java.io.IOException;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Looks at an image without launching it: what each layer added, changed and removed, which bytes
 * are wasted or there twice, what is largest, special permissions, files with the names of secrets,
 * how it is run, and a Dockerfile made from its history. Writes {@code xray.json}, {@code
 * xray.html} and {@code source.Dockerfile} to {@code target/slim}.
 *
 * @since 0.1.0
 */
@Mojo(name = "xray", requiresProject = false, threadSafe = true)
public final class XrayMojo extends RegistryMojo {
  /**
   * The image to look at: a registry reference, {@code docker://NAME}, {@code tar://PATH} or {@code
   * oci://DIR}. By default the one that {@code slim:build} built.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.image")
  String image;

  /**
   * Fails the build if the efficiency is lower, from 0 to 1, as in {@code 0.95}. Efficiency is
   * {@code 1 - wasted / total}: bytes of files that a later layer overwrote or deleted, and bytes
   * of the files of all layers. By default there is no limit.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.lowestEfficiency")
  String lowestEfficiency;

  /**
   * Fails the build if later layers overwrote or deleted more bytes of files, as in {@code 20 MB}.
   * By default there is no limit.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.highestWastedBytes")
  String highestWastedBytes;

  /**
   * Fails the build if the wasted bytes are a larger part of all layers but the lowest: a fraction
   * from 0 to 1, as in {@code 0.1}, though the name says percent, as dive's rule does. By default
   * there is no limit.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.highestUserWastedPercent")
  String highestUserWastedPercent;

  /**
   * What follows from a limit that does not hold: {@code error} fails the build, {@code warn} only
   * says so. {@code slim:check} has the same property.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.check.severity", defaultValue = "error")
  String severity;

  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.xray.skip", defaultValue = "false")
  boolean skipXray;

  @Inject
  XrayMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  boolean skipGoal() {
    return skipXray;
  }

  @Override
  String skipProperty() {
    return "slim.xray.skip";
  }

  @Override
  void run() throws IOException, InterruptedException, SlimFailure {
    XrayRequest request =
        new XrayRequest(
            Optional.ofNullable(image).map(ImageReference::of),
            EfficiencyLimits.of(
                lowestEfficiency,
                highestWastedBytes,
                highestUserWastedPercent,
                Severity.of(severity)),
            registries(),
            output(),
            cacheDirectory.toPath());
    XrayRun.run(request, log());
  }
}
