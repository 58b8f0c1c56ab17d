package io.github.slimmaven.mojo;

import java.io.File;
import java.io.IOException;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/** What every goal has: the project, where the results go, and a way to skip. */
abstract class AbstractSlimMojo extends AbstractMojo {
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
   * Where the results go: the image, {@code report.json} and all other files of a run. Change it when
   * one module makes several images, in one execution each.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.outputDirectory", defaultValue = "${project.build.directory}/slim")
  File outputDirectory;

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip || skipGoal()) {
      getLog().info("Skipped: '" + (skip ? "slim.skip" : skipProperty()) + "' is set.");
      return;
    }
    try {
      run();
    } catch (IOException | IllegalArgumentException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("Interrupted: the run was stopped and cleaned up.", e);
    }
  }

  /** The job of the goal. */
  abstract void run() throws IOException, InterruptedException, MojoFailureException;

  /** Whether this goal alone is to be skipped. */
  abstract boolean skipGoal();

  /** The property that skips this goal alone. */
  abstract String skipProperty();
}
