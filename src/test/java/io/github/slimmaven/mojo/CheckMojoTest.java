package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.ImageSize;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.Reports;
import io.github.slimmaven.report.Severity;
import io.github.slimmaven.report.SizeJson;
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
        .extracting(CheckResult::rule, CheckResult::passed)
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
        .extracting(CheckResult::passed)
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

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxGrowth", value = "1%")
  void growthWithoutABaselineSaysHowToGetOne(CheckMojo goal) throws Exception {
    sizes(61_234_567);

    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage(
            "There is no baseline 'src/main/slim/size-baseline.json', and maxGrowth needs one:"
                + " write it with 'mvn slim:accept-size' or once with -Dslim.baseline.create, and"
                + " commit it");
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxGrowth", value = "0")
  @MojoParameter(name = "createBaseline", value = "true")
  void theFirstRunMayWriteTheBaseline(CheckMojo goal) throws Exception {
    Path size = sizes(61_234_567);

    assertThat(said(goal))
        .containsExactly(
            "Wrote the baseline 'src/main/slim/size-baseline.json': commit it",
            "Image size grew by 0 B from 61.2 MB to 61.2 MB, expected maximum growth is 0 B");
    assertThat(baseline()).hasSameTextualContentAs(size);
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxGrowth", value = "1 MB")
  void growthFailsWithTheWayToAcceptIt(CheckMojo goal) throws Exception {
    Files.createDirectories(baseline().getParent());
    Files.move(sizes(60_000_000), baseline());
    sizes(61_234_567);

    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "Image size grew by 1.3 MB from 60 MB to 61.2 MB, but expected maximum growth is 1 MB\n"
                + "If it is meant to be so, accept it ('mvn slim:accept-size -Dslim.acceptGrowth')"
                + " and commit 'src/main/slim/size-baseline.json'");
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxSize", value = "60 MB")
  @MojoParameter(name = "severity", value = "warn")
  void aSoftLimitOnlyWarns(CheckMojo goal) throws Exception {
    Path report = report();

    said(goal);

    assertThat(ReportJson.read(report).checks())
        .extracting(CheckResult::passed, CheckResult::severity)
        .containsExactly(tuple(false, Severity.WARN));
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "severity", value = "info")
  void aSeverityThatIsNoneIsNamed(CheckMojo goal) {
    assertThatThrownBy(() -> said(goal))
        .hasMessage("'info' is no severity: expected 'error' or 'warn'");
  }

  @Test
  @InjectMojo(goal = "accept-size")
  void growthIsNotAcceptedByAccident(AcceptSizeMojo goal) throws Exception {
    Files.createDirectories(baseline().getParent());
    Files.move(sizes(60_000_000), baseline());
    sizes(61_234_567);

    assertThatThrownBy(goal::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "Image size grew by 1.2 MB from 60 MB to 61.2 MB, which"
                + " 'src/main/slim/size-baseline.json' does not accept:\n"
                + "If it is meant to be so, add -Dslim.acceptGrowth");
  }

  @Test
  @InjectMojo(goal = "accept-size")
  void aSmallerSizeIsAccepted(AcceptSizeMojo goal) throws Exception {
    Files.createDirectories(baseline().getParent());
    Files.move(sizes(62_000_000), baseline());
    Path size = sizes(61_234_567);
    Said said = new Said();
    goal.setLog(said);

    goal.execute();

    assertThat(said.lines)
        .containsExactly(
            "Accepted image size 61.2 MB, it was 62 MB: commit 'src/main/slim/size-baseline.json'");
    assertThat(baseline()).hasSameTextualContentAs(size);
  }

  @Test
  @InjectMojo(goal = "accept-size")
  @MojoParameter(name = "baseline", value = "registry.example.com/shop:1.0")
  void anImageIsNotWrittenTo(AcceptSizeMojo goal) {
    assertThatThrownBy(goal::execute)
        .hasMessageStartingWith("the baseline 'registry.example.com/shop:1.0' is an image");
  }

  private Path baseline() {
    return temp.resolve("src/main/slim/size-baseline.json");
  }

  /** A run that found this size, bytes. */
  private Path sizes(long bytes) throws IOException {
    Report found = Reports.minified(bytes, 24_500_000);
    ReportJson.write(found, report());
    Path size = temp.resolve("target/slim/size.json");
    SizeJson.write(found, ImageSize.of(found.slim().orElseThrow()), size);
    return size;
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
