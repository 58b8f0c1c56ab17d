package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.Progress;
import io.github.slimmaven.pipeline.RunLog;
import io.github.slimmaven.pipeline.SlimFailure;
import io.github.slimmaven.report.Bytes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What every goal has: the project, where the results go, and a way to skip. */
abstract class AbstractSlimMojo extends AbstractMojo {
  private static final String NO_BASEDIR = "${project.basedir}" + File.separator;

  @Parameter(defaultValue = "${project}", readonly = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  MavenSession session;

  /**
   * Skips every goal of this plugin.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.skip", defaultValue = "false")
  boolean skip;

  /**
   * Where the results go: the image, {@code report.json} and all other files of a run. Change it
   * when one module makes several images, in one execution each.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.outputDirectory", defaultValue = "${project.build.directory}/slim")
  File outputDirectory;

  /**
   * Where layers are remembered between runs, for all projects of this user.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "slim.cacheDirectory",
      defaultValue = "${user.home}/.cache/slim-maven-plugin")
  File cacheDirectory;

  /**
   * What the cache may take: decimal ({@code GB}) or binary ({@code GiB}) units. When a build ends,
   * what was unused for longest goes until it fits, and images first that the Docker engine has no
   * more. What another build that still runs has used today stays.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.cacheLimit", defaultValue = "20 GB")
  String cacheLimit;

  @Parameter(
      defaultValue = "${project.build.outputTimestamp}",
      property = "project.build.outputTimestamp",
      readonly = true)
  String outputTimestamp;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip || skipGoal()) {
      getLog().info("Skipped: '" + (skip ? "slim.skip" : skipProperty()) + "' is set.");
      return;
    }
    try {
      SessionCache.read(cacheDirectory.toPath(), Bytes.parse(cacheLimit), session, getLog());
      run();
    } catch (SlimFailure e) {
      throw new MojoFailureException(e.getMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted: the run was stopped and cleaned up.", e);
    }
  }

  /** Where the results go. Without a pom, Maven leaves the default's first folder as it stands. */
  final Path output() {
    return Path.of(outputDirectory.getPath().replace(NO_BASEDIR, ""));
  }

  /** Has what is made of all reports of a build made with that of this goal. */
  final void reports() {
    SessionReports.expect(output(), project, session, getLog());
  }

  /** The log of a run, in Maven's. */
  final RunLog log() {
    return new RunLog(getLog()::info, getLog()::warn, progress());
  }

  /** Shown to a person at a terminal, if nothing else writes there at the same time. */
  private Progress progress() {
    return session.getRequest().isInteractiveMode()
            && session.getRequest().getDegreeOfConcurrency() <= 1
            && getLog().isInfoEnabled()
            && Terminal.isThere()
        ? Progress.on(
            text -> {
              System.out.print(text);
              System.out.flush();
            })
        : Progress.NONE;
  }

  /** The project's {@code project.build.outputTimestamp}: ISO 8601 or seconds; else the epoch. */
  final Instant outputTimestamp() {
    if (outputTimestamp == null || outputTimestamp.length() < 2) {
      return Instant.EPOCH;
    }
    try {
      return outputTimestamp.chars().allMatch(Character::isDigit)
          ? Instant.ofEpochSecond(Long.parseLong(outputTimestamp))
          : OffsetDateTime.parse(outputTimestamp).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'"
              + outputTimestamp
              + "' is no project.build.outputTimestamp: expected ISO 8601, as in"
              + " '2026-01-31T12:00:00Z'",
          e);
    }
  }

  /** The job of the goal. */
  abstract void run() throws IOException, InterruptedException, SlimFailure, MojoFailureException;

  /** Whether this goal alone is to be skipped. */
  abstract boolean skipGoal();

  /** The property that skips this goal alone. */
  abstract String skipProperty();
}
