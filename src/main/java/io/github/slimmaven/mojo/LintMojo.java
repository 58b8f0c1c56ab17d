package io.github.slimmaven.mojo;

import io.github.slimmaven.check.LintLimits;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.pipeline.LintRequest;
import io.github.slimmaven.pipeline.LintRun;
import io.github.slimmaven.pipeline.SlimFailure;
import io.github.slimmaven.source.DockerfileRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Holds an image, a Dockerfile or both against good practice: a pinned base, dependencies before
 * sources, no build tools, no root, no development server or debugger, a health check, no package
 * cache, no secrets, and more. Launches nothing. Writes {@code lint.json} to {@code target/slim}.
 *
 * @since 0.1.0
 */
@Mojo(name = "lint", requiresProject = false, threadSafe = true)
public final class LintMojo extends AdvisoryMojo {
  /**
   * The image to look at: a registry reference, {@code docker://NAME}, {@code tar://PATH} or {@code
   * oci://DIR}. By default the one that {@code slim:build} built; with a {@code dockerfile} none is
   * needed.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.image")
  String image;

  /**
   * Look at this Dockerfile too; its lines are named. Without an image, only the rules on
   * Dockerfiles are applied.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.dockerfile")
  File dockerfile;

  /**
   * Directory whose files the Dockerfile's {@code COPY} sees: its {@code .dockerignore} is looked
   * at. By default the Dockerfile's own.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.context")
  File context;

  /**
   * Values of the Dockerfile's {@code ARG}s, as for {@code slim:build}.
   *
   * @since 0.1.0
   */
  @Parameter Map<String, String> buildArgs = Map.of();

  /**
   * The stage of the Dockerfile that is built. By default the last one.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.target")
  String target;

  /**
   * Kubernetes manifests of the app, or templates of them: where a container has a {@code
   * livenessProbe}, {@code readinessProbe} or {@code startupProbe}, no {@code HEALTHCHECK} is asked
   * for.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.lint.kubernetes")
  List<File> kubernetes = List.of();

  /**
   * Rules that are switched off.
   *
   * <pre>{@code
   * <ignore>
   *   <rule>SLIM009</rule>
   * </ignore>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.lint.ignore")
  List<String> ignore = List.of();

  /**
   * Fails the build from this severity on: {@code error}, {@code warn}, {@code info}, or {@code
   * never}. {@code lint.json} is written before.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.lint.failOn", defaultValue = "error")
  String failOn;

  /**
   * Base images to choose from, as in {@code -Dslim.bases=debian:13-slim,python:3.13-slim}: they
   * are put side by side by size, packages, setuid programs and known vulnerabilities (by the
   * {@code advisories}, which nothing else here uses), on the console and in {@code bases.md} and
   * {@code bases.json}. Nothing else is needed then.
   *
   * <pre>{@code
   * <bases>
   *   <base>python:3.13</base>
   *   <base>python:3.13-slim</base>
   * </bases>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.bases")
  List<String> bases = List.of();

  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.lint.skip", defaultValue = "false")
  boolean skipLint;

  @Inject
  LintMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  boolean skipGoal() {
    return skipLint;
  }

  @Override
  String skipProperty() {
    return "slim.lint.skip";
  }

  @Override
  void run() throws IOException, InterruptedException, SlimFailure {
    LintRun.run(
        new LintRequest(
            Optional.ofNullable(image).map(ImageReference::of),
            Optional.ofNullable(dockerfile).map(this::source),
            kubernetes.stream().map(File::toPath).toList(),
            LintLimits.of(ignore, failOn),
            bases.stream().map(ImageReference::of).toList(),
            advisories(),
            registries(),
            output(),
            cacheDirectory.toPath()),
        log());
  }

  private DockerfileRequest source(File file) {
    Path path = file.toPath().toAbsolutePath();
    return new DockerfileRequest(
        path,
        context == null ? path.getParent() : context.toPath(),
        buildArgs,
        Optional.ofNullable(target),
        Optional.empty(),
        "");
  }
}
