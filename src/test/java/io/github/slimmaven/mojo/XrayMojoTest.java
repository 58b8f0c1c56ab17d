package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.inspect.XrayImages;
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
class XrayMojoTest {
  private static final String TOO_LOW =
      "Efficiency of the image is 0.5000, but expected minimum is 0.9";

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
  @InjectMojo(goal = "xray")
  void anImageIsLookedAt(XrayMojo goal) throws Exception {
    assertThat(said(goal))
        .contains("Efficiency 0.5000: 5 B of 10 B are overwritten or deleted by a later layer");
    assertThat(temp.resolve("target/slim"))
        .isDirectoryContaining("glob:**/xray.json")
        .isDirectoryContaining("glob:**/xray.html")
        .isDirectoryContaining("glob:**/source.Dockerfile");
  }

  @Test
  @InjectMojo(goal = "xray")
  @MojoParameter(name = "lowestEfficiency", value = "0.9")
  void anExceededLimitMakesTheBuildRed(XrayMojo goal) {
    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(TOO_LOW);
  }

  @Test
  @InjectMojo(goal = "xray")
  @MojoParameter(name = "lowestEfficiency", value = "0.9")
  @MojoParameter(name = "severity", value = "warn")
  void aSoftLimitOnlyWarns(XrayMojo goal) throws Exception {
    said(goal);

    assertThat(temp.resolve("target/slim/xray.json")).exists();
  }

  @Test
  @InjectMojo(goal = "xray")
  @MojoParameter(name = "lowestEfficiency", value = "95")
  void aLimitThatIsNoneIsNamed(XrayMojo goal) {
    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageStartingWith("'95' is no lowestEfficiency: expected a fraction from 0 to 1");
  }

  @Test
  @InjectMojo(goal = "xray")
  void withoutAnImageThatOfTheBuildIsWanted(XrayMojo goal) {
    assertThatThrownBy(goal::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageStartingWith("There is no source image in '" + temp.resolve("target/slim"));
  }

  @Test
  @InjectMojo(goal = "xray")
  void anImageThatIsNoneIsNamed(XrayMojo goal) {
    goal.image = "tar://" + temp.resolve("none.tar");

    assertThatThrownBy(goal::execute)
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("none.tar' is no file");
  }

  @Test
  @InjectMojo(goal = "xray")
  @MojoParameter(name = "skip", value = "true")
  void skippedForAllGoals(XrayMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.skip' is set.");
  }

  @Test
  @InjectMojo(goal = "xray")
  @MojoParameter(name = "skipXray", value = "true")
  void skippedForThisGoal(XrayMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.xray.skip' is set.");
  }

  /** Half of the image is wasted. */
  private List<String> said(XrayMojo goal) throws Exception {
    Path tar = temp.resolve("x.tar");
    DockerArchive.write(
        XrayImages.image(
            XrayImages.config("{}"),
            XrayImages.layer(temp.resolve("0"), "a=12345"),
            XrayImages.layer(temp.resolve("1"), "a=54321")),
        "",
        tar);
    goal.image = "tar://" + tar;
    goal.cacheDirectory = Files.createDirectories(temp.resolve("cache")).toFile();
    Said said = new Said();
    goal.setLog(said);
    goal.execute();
    return said.lines;
  }
}
