package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.keep.KeepPattern;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.pipeline.EngineChoice;
import io.github.slimmaven.pipeline.SlimRequest;
import io.github.slimmaven.source.ContainerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.api.di.Provides;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MojoTest
class MojoPropertiesTest {
  @TempDir static Path temp;

  private final MavenProject project = Sessions.project(temp);

  @Provides
  MavenProject project() {
    project.getProperties().setProperty("slim.container.user", "of-the-project");
    project.getProperties().setProperty("slim.container.workingDirectory", "/of/the/project");
    return project;
  }

  @Provides
  MavenSession session() {
    Properties user = new Properties();
    user.putAll(
        Map.ofEntries(
            Map.entry("slim.from", "tar:///base.tar"),
            Map.entry("slim.image", "oci:///given"),
            Map.entry("slim.to", "docker://shop/web,tar:///web.tar"),
            Map.entry("slim.engine", "docker"),
            Map.entry("slim.level", "conservative"),
            Map.entry("slim.keep", "/a/**,/b"),
            Map.entry("slim.drop", "/c"),
            Map.entry("slim.ports", "8080,53/udp"),
            Map.entry("slim.args", "one,two"),
            Map.entry("slim.user", "app"),
            Map.entry("slim.timeout", "5"),
            Map.entry("slim.allowInsecureRegistries", "true"),
            Map.entry("slim.outputDirectory", "/results"),
            Map.entry("slim.maxSize", "60 MB"),
            Map.entry("slim.maxCompressedSize", "25MiB"),
            Map.entry("slim.maxGrowth", "2%"),
            Map.entry("slim.maxFiles", "1500"),
            Map.entry("slim.minRatio", "2.5"),
            Map.entry("slim.check.severity", "warn"),
            Map.entry("slim.baseline", "registry.example.com/shop/web:latest"),
            Map.entry("slim.baseline.create", "true"),
            Map.entry("slim.acceptGrowth", "true"),
            Map.entry("slim.minify.skip", "true"),
            Map.entry("slim.verify.rerunTests", "true"),
            Map.entry("slim.lint.ignore", "SLIM009,SLIM017"),
            Map.entry("slim.lint.failOn", "info"),
            Map.entry("slim.start.skip", "true"),
            Map.entry("slim.stop.skip", "true"),
            Map.entry("slim.profile.skip", "true"),
            Map.entry("skipITs", "true"),
            Map.entry("slim.container.appRoot", "/srv"),
            Map.entry("slim.container.mainClass", "com.example.Main"),
            Map.entry("slim.container.jvmFlags", "-Xmx256m, -Xss1m"),
            Map.entry("slim.container.extraClasspath", "/opt/a.jar"),
            Map.entry("slim.container.entrypoint", "INHERIT"),
            Map.entry("slim.container.args", "serve,now"),
            Map.entry("slim.container.ports", "9000"),
            Map.entry("slim.container.volumes", "/data,/logs"),
            Map.entry("slim.container.user", "of-the-command-line"),
            Map.entry("slim.container.creationTime", "2026-01-31T12:00:00Z"),
            Map.entry("project.build.outputTimestamp", "1767225600")));
    return Sessions.of(project, user, List.of());
  }

  @Test
  @InjectMojo(goal = "build")
  void containerIsSetByPropertiesAndTheCommandLineWins(BuildMojo goal) {
    assertThat(goal.request().from()).isEqualTo(ImageReference.of("tar:///base.tar"));
    assertThat(goal.request().container())
        .isEqualTo(
            new ContainerSettings(
                "/srv",
                Optional.of("com.example.Main"),
                List.of("-Xmx256m", "-Xss1m"),
                List.of("/opt/a.jar"),
                Optional.of(List.of("INHERIT")),
                Optional.of(List.of("serve", "now")),
                Map.of(),
                List.of(Port.of("53/udp"), Port.of("8080"), Port.of("9000")),
                List.of("/data", "/logs"),
                Map.of(),
                Optional.of("of-the-command-line"),
                Optional.of("/of/the/project"),
                Instant.parse("2026-01-31T12:00:00Z")));
  }

  @Test
  @InjectMojo(goal = "build", pom = "classpath:build.xml")
  void whatThePomSaysWinsOverProperties(BuildMojo goal) {
    assertThat(goal.request().container().jvmFlags())
        .containsExactly("-Xmx256m", "-Xlog:gc,safepoint");
    assertThat(goal.request().container().user()).contains("1000:1000");
  }

  @Test
  @InjectMojo(goal = "minify")
  void minifyIsSetByProperties(MinifyMojo goal) {
    SlimRequest request = goal.request();

    assertThat(request.image()).contains(ImageReference.of("oci:///given"));
    assertThat(request.to())
        .contains(
            List.of(ImageReference.of("docker://shop/web"), ImageReference.of("tar:///web.tar")));
    assertThat(request.engine()).isEqualTo(EngineChoice.DOCKER);
    assertThat(request.level()).isEqualTo(Level.CONSERVATIVE);
    assertThat(request.keep()).containsExactly(KeepPattern.of("/a/**"), KeepPattern.of("/b"));
    assertThat(request.drop()).containsExactly("/c");
    assertThat(request.ports()).containsExactly(Port.of("8080"), Port.of("53/udp"));
    assertThat(request.args()).contains(List.of("one", "two"));
    assertThat(request.user()).contains("app");
    assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(request.registries().allowInsecureRegistries()).isTrue();
    assertThat(request.output()).isEqualTo(Path.of("/results"));
    assertThat(request.created()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(goal.skipGoal()).isTrue();
    assertThat(goal.rerunTests).isEqualTo("true");
  }

  @Test
  @InjectMojo(goal = "lint")
  void lintIsSetByProperties(LintMojo goal) {
    assertThat(goal.image).isEqualTo("oci:///given");
    assertThat(goal.ignore).containsExactly("SLIM009", "SLIM017");
    assertThat(goal.failOn).isEqualTo("info");
    assertThat(goal.skipGoal()).isFalse();
  }

  @Test
  @InjectMojo(goal = "start")
  void startIsSetByProperties(StartMojo goal) {
    assertThat(goal.skipGoal()).isTrue();
    assertThat(goal.skipITs).isTrue();
    assertThat(goal.skipTests).isFalse();
  }

  @Test
  @InjectMojo(goal = "stop")
  void stopIsSetByProperties(StopMojo goal) {
    assertThat(goal.skipGoal()).isTrue();
  }

  @Test
  @InjectMojo(goal = "profile")
  void profileIsSetByProperties(ProfileMojo goal) {
    assertThat(goal.skipGoal()).isTrue();
  }

  @Test
  @InjectMojo(goal = "check")
  void checkIsSetByProperties(CheckMojo goal) {
    assertThat(goal.maxSize).isEqualTo("60 MB");
    assertThat(goal.maxCompressedSize).isEqualTo("25MiB");
    assertThat(goal.maxGrowth).isEqualTo("2%");
    assertThat(goal.maxFiles).isEqualTo("1500");
    assertThat(goal.minRatio).isEqualTo("2.5");
    assertThat(goal.severity).isEqualTo("warn");
    assertThat(goal.baseline).isEqualTo("registry.example.com/shop/web:latest");
    assertThat(goal.createBaseline).isTrue();
  }

  @Test
  @InjectMojo(goal = "accept-size")
  void acceptSizeIsSetByProperties(AcceptSizeMojo goal) {
    assertThat(goal.baseline).isEqualTo("registry.example.com/shop/web:latest");
    assertThat(goal.acceptGrowth).isTrue();
  }
}
