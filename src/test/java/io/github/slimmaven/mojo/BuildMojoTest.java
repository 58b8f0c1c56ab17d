package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.registry.Credential;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.source.BuildRequest;
import io.github.slimmaven.source.ContainerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.api.di.Provides;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@MojoTest
class BuildMojoTest {
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
  @InjectMojo(goal = "build", pom = "classpath:build.xml")
  void wholeConfigurationIsUnderstood(BuildMojo goal) {
    BuildRequest request = goal.request();

    assertThat(request.from()).isEqualTo(ImageReference.of("oci://base"));
    assertThat(request.jar()).contains(temp.resolve("lib/app.jar"));
    assertThat(request.classes()).contains(temp.resolve("target/classes"));
    assertThat(request.extraDirectories())
        .containsExactly(
            new BuildRequest.ExtraDirectory(
                temp.resolve("src/main/image"), "/etc/app", Map.of("/etc/app/*.sh", "755")),
            new BuildRequest.ExtraDirectory(temp.resolve("src/main/more"), "/", Map.of()));
    assertThat(request.container())
        .isEqualTo(
            new ContainerSettings(
                "/srv",
                Optional.of("com.example.Main"),
                List.of("-Xmx256m", "-Xlog:gc,safepoint"),
                List.of("/opt/extra.jar"),
                Optional.of(List.of("/bin/start")),
                Optional.of(List.of("serve")),
                Map.of("MODE", "production"),
                List.of(Port.of("53/udp"), Port.of("8080"), Port.of("9000")),
                List.of("/data"),
                Map.of("org.example.team", "orders"),
                Optional.of("1000:1000"),
                Optional.of("/work"),
                Instant.parse("2026-01-31T12:00:00Z")));
  }

  @Test
  @InjectMojo(goal = "build", pom = "classpath:build.xml")
  void credentialsOfThePomReachTheRegistryOnly(BuildMojo goal) {
    RegistryAccess access = goal.registries();

    assertThat(access.allowInsecureRegistries()).isTrue();
    assertThat(access.auths().apply("registry.example.com:5000"))
        .contains(new Credential("ann", "from-the-pom"));
    assertThat(access.auths().apply("registry.example.com")).isEmpty();
    assertThat(access.toString() + access.auths().apply("registry.example.com:5000"))
        .doesNotContain("from-the-pom");
  }

  @Test
  @InjectMojo(goal = "build")
  void withoutConfigurationTheProjectSpeaks(BuildMojo goal) {
    project.getProperties().setProperty("maven.compiler.release", "21");

    BuildRequest request = goal.request();

    assertThat(request.from()).isEqualTo(ImageReference.of("eclipse-temurin:21-jre"));
    assertThat(request.container()).isEqualTo(ContainerSettings.defaults());
    assertThat(request.jar()).isEmpty();
    assertThat(request.extraDirectories()).isEmpty();
    assertThat(goal.outputDirectory).isEqualTo(temp.resolve("target/slim").toFile());
    assertThat(goal.cacheDirectory)
        .isEqualTo(temp.resolve("home/.cache/slim-maven-plugin").toFile());
  }

  @Test
  @InjectMojo(goal = "build")
  @MojoParameter(name = "skip", value = "true")
  void skippedForAllGoals(BuildMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.skip' is set.");
  }

  @Test
  @InjectMojo(goal = "build")
  @MojoParameter(name = "skipBuild", value = "true")
  void skippedForThisGoal(BuildMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.build.skip' is set.");
  }

  @Test
  @InjectMojo(goal = "build")
  @MojoParameter(name = "image", value = "docker://shop/web:1.4")
  void nothingIsBuiltWithAnImage(BuildMojo goal) throws Exception {
    assertThat(said(goal))
        .containsExactly("Nothing to build: the image 'docker://shop/web:1.4' is taken as it is.");
    assertThat(temp.resolve("target/slim/source.json")).doesNotExist();
  }

  @Test
  @InjectMojo(goal = "build")
  @MojoParameter(name = "from", value = "oci:///nowhere/at/all")
  void baseThatIsNotThereFailsWithItsName(BuildMojo goal) {
    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("'/nowhere/at/all")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  @InjectMojo(goal = "build")
  void parametersThatMakeNoSenseAreNamed(BuildMojo goal) {
    goal.container.creationTime = "yesterday";
    fails(goal, "'yesterday' is no creation time: expected 'EPOCH' or ISO 8601, as in");
    goal.ports = List.of("http");
    fails(goal, "'http' is no port: expected a number, as in '8080' or '53/udp'");
    goal.extraDirectories = List.of(new ExtraDirectoryParameter());
    fails(goal, "an extraDirectory has no 'from': name a directory");
    goal.extraDirectories.get(0).from = temp.toFile();
    goal.extraDirectories.get(0).permissions = List.of(new PermissionParameter());
    fails(goal, "is not complete: give 'file' and 'mode', as in <file>/opt/app/bin/*</file>");
  }

  @Test
  @InjectMojo(goal = "build")
  void incompleteAuthIsNamedAndItsPasswordIsNot(BuildMojo goal) {
    AuthParameter auth = new AuthParameter();
    auth.registry = "registry.example.com";
    auth.password = "from-the-pom";
    goal.auths = List.of(auth);

    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage(
            "the <auth> for registry 'registry.example.com' is not complete: give 'registry',"
                + " 'username' and 'password'");
  }

  private static void fails(BuildMojo goal, String message) {
    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining(message)
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  private static List<String> said(BuildMojo goal) throws Exception {
    Said said = new Said();
    goal.setLog(said);
    goal.execute();
    return said.lines;
  }
}
