package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.pipeline.SlimFailure;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeTest {
  @TempDir Path folder;

  /** A goal whose job ends with this exception. */
  private static final class Failing extends AbstractSlimMojo {
    private final Exception outcome;

    Failing(Exception outcome, Path folder) {
      this.outcome = outcome;
      this.cacheDirectory = folder.toFile();
      this.cacheLimit = "1 GB";
      this.session = Sessions.of(new DefaultMavenExecutionRequest());
    }

    @Override
    void run() throws IOException, InterruptedException, SlimFailure {
      if (outcome instanceof SlimFailure failure) {
        throw failure;
      } else if (outcome instanceof InterruptedException interruption) {
        throw interruption;
      } else if (outcome instanceof IOException io) {
        throw io;
      }
    }

    @Override
    boolean skipGoal() {
      return false;
    }

    @Override
    String skipProperty() {
      return "";
    }
  }

  @Test
  void differingImageMakesTheBuildRed() {
    SlimFailure cause = new SlimFailure("Nothing was published: it differs", null);

    assertThatThrownBy(new Failing(cause, folder)::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("Nothing was published: it differs")
        .hasCause(cause);
  }

  @Test
  void jobThatCouldNotBeDoneIsAnError() {
    IOException cause = new IOException("No space left on '/target'. Make room.");

    assertThatThrownBy(new Failing(cause, folder)::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("No space left on '/target'. Make room.")
        .hasCause(cause);
  }

  @Test
  void interruptionStaysWithTheThread() {
    assertThatThrownBy(new Failing(new InterruptedException(), folder)::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage("Interrupted: the run was stopped and cleaned up.");
    assertThat(Thread.interrupted()).isTrue();
  }
}
