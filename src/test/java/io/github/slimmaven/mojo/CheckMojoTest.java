package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.api.di.Provides;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MojoTest
class CheckMojoTest {
  @TempDir Path temp;

  @Provides
  MavenProject project() {
    return Sessions.project(temp);
  }

  @Provides
  MavenSession session() {
    return Sessions.of(Sessions.project(temp), new Properties(), List.of());
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxSize", value = "62 MB")
  @MojoParameter(name = "maxCompressedSize", value = "25 MB")
  void imageWithinItsLimitsPasses(CheckMojo goal) throws Exception {
    Path report = report();

    assertThat(said(goal))
        .containsExactly(
            "Image size is 61.2 MB, expected maximum is 62 MB",
            "Compressed image size is 24.5 MB, expected maximum is 25 MB");
    assertThat(ReportJson.read(report).checks())
        .extracting(Report.CheckResult::rule, Report.CheckResult::passed)
        .containsExactly(tuple("maxSize", true), tuple("maxCompressedSize", true));
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxSize", value = "60 MB")
  @MojoParameter(name = "maxCompressedSize", value = "20 MB")
  void everyExceededLimitMakesTheBuildRed(CheckMojo goal) throws Exception {
    Path report = report();

    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "Image size is 61.3 MB, but expected maximum is 60 MB\n"
                + "Compressed image size is 24.5 MB, but expected maximum is 20 MB");
    assertThat(ReportJson.read(report).checks())
        .extracting(Report.CheckResult::passed)
        .containsExactly(false, false);
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxSize", value = "60 MB")
  void missingReportSaysWhatToRun(CheckMojo goal) {
    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage(
            "There is no report '"
                + temp.resolve("target/slim/report.json")
                + "': run slim:minify first");
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxSize", value = "a lot")
  void limitThatIsNoSizeIsNamed(CheckMojo goal) {
    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("'a lot'");
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "skip", value = "true")
  void skippedForAllGoals(CheckMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.skip' is set.");
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "skipCheck", value = "true")
  void skippedForThisGoal(CheckMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.check.skip' is set.");
  }

  private Path report() throws IOException {
    Path report = Files.createDirectories(temp.resolve("target/slim")).resolve("report.json");
    ReportJson.write(Reports.minified(), report);
    return report;
  }

  private static List<String> said(CheckMojo goal) throws Exception {
    Said said = new Said();
    goal.setLog(said);
    goal.execute();
    return said.lines;
  }
}
