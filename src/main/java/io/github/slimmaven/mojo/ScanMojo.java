package io.github.slimmaven.mojo;

import io.github.slimmaven.check.SecurityLimits;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.pipeline.ScanRequest;
import io.github.slimmaven.pipeline.ScanRun;
import io.github.slimmaven.pipeline.SlimFailure;
import io.github.slimmaven.report.Severity;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Counts the known vulnerabilities of an image, by data that are on this machine. Launches nothing
 * and downloads nothing but the image. Writes {@code scan.json}, {@code scan.html} and {@code
 * scan.sarif} to {@code target/slim}. Without data, or with old ones, it says "not assessed".
 *
 * @since 0.1.0
 */
@Mojo(name = "scan", requiresProject = false, threadSafe = true)
public final class ScanMojo extends AdvisoryMojo {
  /**
   * The image to look at: a registry reference, {@code docker://NAME}, {@code tar://PATH} or {@code
   * oci://DIR}. By default the one that {@code slim:build} built.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.image")
  String image;

  /**
   * Most known vulnerabilities of severity critical that the image may have, as in {@code 0}. Where
   * there are no {@code advisories}, or old ones, the rule does not hold.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxCritical")
  String maxCritical;

  /**
   * Most known vulnerabilities of severity high that the image may have; critical ones do not
   * count.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxHigh")
  String maxHigh;

  /**
   * Vulnerabilities of which none the image may have: ids, as in {@code CVE-2021-44228}, and a
   * severity from which on none may, {@code critical}, {@code high}, {@code medium}, {@code low} or
   * {@code unknown} (any).
   *
   * <pre>{@code
   * <failOn>
   *   <id>CVE-2021-44228</id>
   *   <severity>critical</severity>
   * </failOn>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.failOn")
  List<String> failOn = List.of();

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
  @Parameter(property = "slim.scan.skip", defaultValue = "false")
  boolean skipScan;

  @Inject
  ScanMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  boolean skipGoal() {
    return skipScan;
  }

  @Override
  String skipProperty() {
    return "slim.scan.skip";
  }

  @Override
  void run() throws IOException, InterruptedException, SlimFailure {
    ScanRun.run(
        new ScanRequest(
            Optional.ofNullable(image).map(ImageReference::of),
            advisories(),
            SecurityLimits.of(maxCritical, maxHigh, failOn, Severity.of(severity)),
            registries(),
            output(),
            cacheDirectory.toPath()),
        log());
  }
}
