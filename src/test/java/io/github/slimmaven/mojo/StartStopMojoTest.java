package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.api.di.Provides;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MojoTest
class StartStopMojoTest {
  @TempDir static Path temp;

  private final MavenProject project = Sessions.project(temp);

  @Provides
  MavenProject project() {
    return project;
  }

  @Provides
  MavenSession session() {
    return Sessions.of(project, new Properties(), List.of());
  }

  @Test
  @InjectMojo(goal = "start")
  @MojoParameter(name = "skipStart", value = "true")
  void startIsSkipped(StartMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.start.skip' is set.");
  }

  @Test
  @InjectMojo(goal = "stop")
  @MojoParameter(name = "skipStop", value = "true")
  void stopIsSkipped(StopMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.stop.skip' is set.");
  }

  @Test
  @InjectMojo(goal = "profile")
  @MojoParameter(name = "skipProfile", value = "true")
  void profileIsSkipped(ProfileMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.profile.skip' is set.");
  }

  @Test
  @InjectMojo(goal = "start")
  void nothingIsStartedForTestsThatAreSkipped(StartMojo goal) throws Exception {
    goal.skipITs = true;

    assertThat(said(goal)).containsExactly("Skipped: 'skipITs' is set, no test would use the app.");
    assertThat(project.getProperties()).doesNotContainKey("slim.url");
  }

  @Test
  @InjectMojo(goal = "minify")
  void minifyWarnsOfTestsThatWereSkipped(MinifyMojo goal) throws Exception {
    Said said = new Said();
    goal.setLog(said);
    TestPhase.omit(project, goal.output(), "skipTests");

    assertThat(goal.tests(true).app()).isEmpty();

    assertThat(said.lines)
        .singleElement()
        .asString()
        .startsWith("! The integration tests do not run, as 'skipTests' is set");
  }

  @Test
  @InjectMojo(goal = "minify")
  void nothingIsMinifiedThatNothingExercises(MinifyMojo goal) throws Exception {
    TestPhase.omit(project, goal.output(), "skipTests");

    assertThat(said(goal))
        .containsExactly(
            "Skipped: 'skipTests' is set, and there are no <probes>: nothing would exercise the"
                + " app.");
    assertThat(TestPhase.forgone(project, goal.output())).hasValue("skipTests");
  }

  @Test
  @InjectMojo(goal = "minify")
  void probesStandForTestsThatAreSkipped(MinifyMojo goal) {
    TestPhase.omit(project, goal.output(), "skipTests");
    goal.probes = List.of(new ProbeParameter());

    assertThatThrownBy(goal::execute).hasMessageStartingWith("There is no source image");
    assertThat(TestPhase.forgone(project, goal.output())).isEmpty();
  }

  @Test
  @InjectMojo(goal = "minify")
  void aCommittedTraceStandsForTestsThatAreSkipped(MinifyMojo goal) {
    TestPhase.omit(project, goal.output(), "skipTests");
    goal.trace = "committed";

    assertThatThrownBy(goal::execute).hasMessageStartingWith("There is no source image");
  }

  @Test
  @InjectMojo(goal = "check")
  void whatWasNotMadeIsNotChecked(CheckMojo goal) throws Exception {
    TestPhase.forgo(project, goal.output(), "skipITs");

    assertThat(said(goal))
        .containsExactly("Skipped: 'skipITs' is set, slim:minify has made no image.");
  }

  @Test
  @InjectMojo(goal = "minify")
  void testsThatNeverRanCannotBeRunAgain(MinifyMojo goal) throws Exception {
    assertThatThrownBy(() -> goal.tests(true))
        .hasMessage(
            "There are no tests to run again (verify.rerunTests): execute slim:start and slim:stop"
                + " around Failsafe's integration-test.");
    assertThat(goal.tests(false).app()).isEmpty();
  }

  @Test
  @InjectMojo(goal = "stop")
  void stopWithoutStartSaysSo(StopMojo goal) throws Exception {
    assertThat(said(goal))
        .containsExactly(
            "Nothing to stop: slim:start has launched nothing for '"
                + temp.resolve("target/slim")
                + "'.");
  }

  @Test
  @InjectMojo(goal = "start")
  void startWithoutAnImageSaysWhatToRun(StartMojo goal) {
    assertThatThrownBy(goal::execute)
        .isNotInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("There is no source image in '" + temp.resolve("target/slim"));
    assertThat(TestPhase.of(project, goal.output())).isEmpty();
  }

  private static List<String> said(AbstractSlimMojo goal) throws Exception {
    Said said = new Said();
    goal.setLog(said);
    goal.execute();
    return said.lines;
  }
}
