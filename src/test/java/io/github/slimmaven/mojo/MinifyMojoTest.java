package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.keep.KeepPattern;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.pipeline.EngineChoice;
import io.github.slimmaven.pipeline.ServiceRequest;
import io.github.slimmaven.pipeline.SlimRequest;
import io.github.slimmaven.pipeline.Surroundings;
import io.github.slimmaven.probe.Crawl;
import io.github.slimmaven.probe.Discovery;
import io.github.slimmaven.probe.Probe;
import java.nio.file.Path;
import java.time.Duration;
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
class MinifyMojoTest {
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
  @InjectMojo(goal = "minify", pom = "classpath:minify.xml")
  void wholeConfigurationIsUnderstood(MinifyMojo goal) {
    SlimRequest request = goal.request();

    assertThat(request.image()).contains(ImageReference.of("docker://shop/web:1.4"));
    assertThat(request.name()).isEqualTo("shop/web");
    assertThat(request.to())
        .contains(
            List.of(
                ImageReference.of("docker://shop/web:1.4-slim"),
                ImageReference.of("oci://target/copy")));
    assertThat(request.engine()).isEqualTo(EngineChoice.SANDBOX);
    assertThat(request.level()).isEqualTo(Level.AGGRESSIVE);
    assertThat(request.keep())
        .containsExactly(
            KeepPattern.of("/opt/plugins/**"),
            KeepPattern.of("/var/lib/app/**", "0750", "999", "4294967294"));
    assertThat(request.drop()).containsExactly("/usr/share/doc/**");
    assertThat(request.ports()).containsExactly(Port.of("1300"));
    assertThat(request.env()).containsExactly("MODE=test");
    assertThat(request.args()).contains(List.of("serve"));
    assertThat(request.user()).contains("app");
    assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  @InjectMojo(goal = "minify", pom = "classpath:minify.xml")
  void probesAreUnderstoodAndTakeTheFirstPort(MinifyMojo goal) {
    List<Probe> probes =
        goal.request().plan().apply(List.of(Port.of("8080"), Port.of("9000"))).probes();

    assertThat(probes)
        .containsExactly(
            new Probe(
                Probe.Kind.HTTP,
                1400,
                "POST",
                "/orders?limit=3",
                Map.of("X-Tenant", "blue"),
                Optional.of("{}"),
                Probe.status("200,404-410"),
                Optional.of("\"id\":\\d+")),
            Probe.forPort(Port.of("8080")));
  }

  @Test
  @InjectMojo(goal = "minify", pom = "classpath:minify.xml")
  void whatIsAroundTheAppIsUnderstood(MinifyMojo goal) {
    Surroundings around = goal.request().surroundings();

    ServiceRequest db = around.services().get(0);
    assertThat(db.name()).isEqualTo("db");
    assertThat(db.image()).isEqualTo(ImageReference.of("docker://shop/db"));
    assertThat(db.env()).containsExactly("PASSWORD=test");
    assertThat(db.ports()).containsExactly(Port.of("5432"));
    assertThat(db.args()).contains(List.of("--fast"));
    assertThat(db.user()).contains("postgres");
    assertThat(db.ready().apply(List.of()).log()).contains("ready");
    assertThat(around.services()).hasSize(1);
    assertThat(around.network()).contains("shop-it");
    assertThat(around.compose().orElseThrow().file()).hasFileName("compose.yaml").isAbsolute();
    assertThat(around.compose().orElseThrow().service()).isEqualTo("web");
    assertThat(around.compose().orElseThrow().services()).containsExactly("cache");
  }

  @Test
  @InjectMojo(goal = "minify", pom = "classpath:minify.xml")
  void serviceWithoutImageAndComposeWithoutServiceAreNamed(MinifyMojo goal) {
    goal.services.get(0).image = null;
    assertThatThrownBy(goal::request)
        .hasMessage("The service 'db' has no image: give it a <name> and an <image>.");
    goal.services = List.of();
    goal.compose.service = null;
    assertThatThrownBy(goal::request)
        .hasMessage(
            "<compose> does not say which service of 'compose.yaml' is to be slimmed: give it a"
                + " <service>.");
  }

  @Test
  @InjectMojo(goal = "minify")
  void withoutConfigurationTheBuiltImageIsTakenByTheProjectsName(MinifyMojo goal) {
    SlimRequest request = goal.request();

    assertThat(request.image()).isEmpty();
    assertThat(request.name()).isEqualTo("shop-web");
    assertThat(request.to()).isEmpty();
    assertThat(request.args()).isEmpty();
    assertThat(request.engine()).isEqualTo(EngineChoice.AUTO);
    assertThat(request.level()).isEqualTo(Level.BALANCED);
    assertThat(request.timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(request.created()).isEqualTo(Instant.EPOCH);
    assertThat(request.surroundings()).isEqualTo(Surroundings.NONE);
    assertThat(request.plan().apply(List.of()).probes()).isEmpty();
  }

  @Test
  @InjectMojo(goal = "minify")
  @MojoParameter(name = "skip", value = "true")
  void skippedForAllGoals(MinifyMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.skip' is set.");
  }

  @Test
  @InjectMojo(goal = "minify")
  @MojoParameter(name = "skipMinify", value = "true")
  void skippedForThisGoal(MinifyMojo goal) throws Exception {
    assertThat(said(goal)).containsExactly("Skipped: 'slim.minify.skip' is set.");
  }

  @Test
  @InjectMojo(goal = "minify")
  void missingSourceImageSaysWhatToRun(MinifyMojo goal) {
    fails(
        goal,
        "There is no source image in '"
            + temp.resolve("target/slim")
            + "': run slim:build before, as in 'mvn package slim:minify', or set 'image'");
  }

  @Test
  @InjectMojo(goal = "minify")
  @MojoParameter(name = "engine", value = "podman")
  void unknownEngineIsNamed(MinifyMojo goal) {
    fails(goal, "'podman' is no engine: expected 'auto', 'docker' or 'sandbox'");
  }

  @Test
  @InjectMojo(goal = "minify")
  @MojoParameter(name = "level", value = "brutal")
  void unknownLevelIsNamed(MinifyMojo goal) {
    fails(goal, "'brutal' is no level: expected 'conservative', 'balanced' or 'aggressive'");
  }

  @Test
  @InjectMojo(goal = "minify")
  @MojoParameter(name = "timeout", value = "0")
  void timeoutOfNothingIsNamed(MinifyMojo goal) {
    fails(goal, "'0' is no timeout: expected at least 1 second");
  }

  @Test
  @InjectMojo(goal = "minify")
  @MojoParameter(name = "image", value = "ftp://image")
  void unknownReferenceIsNamed(MinifyMojo goal) {
    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessageContaining("'ftp://image'");
  }

  @Test
  @InjectMojo(goal = "minify", pom = "classpath:minify.xml")
  void unknownKindOfProbeAndMissingPortAreNamed(MinifyMojo goal) {
    SlimRequest request = goal.request();

    assertThatThrownBy(() -> request.plan().apply(List.of()))
        .hasMessage("the probe of '/' has no port and none is declared: give it a <port>");
    goal.probes.get(0).kind = "gopher";
    assertThatThrownBy(() -> request.plan().apply(List.of(Port.of("8080"))))
        .hasMessage(
            "'gopher' is no kind of probe: expected 'http', 'https', 'h2', 'h2c', 'ws', 'wss',"
                + " 'fastcgi', 'grpc', 'grpcs', 'tcp', 'exec' or 'run'");
  }

  @Test
  @InjectMojo(goal = "minify")
  @MojoParameter(name = "crawl", value = "true")
  @MojoParameter(name = "openApi", value = "/v3/api-docs")
  void discoveryIsAskedForInOneWord(MinifyMojo goal) {
    Discovery discovery = goal.request().plan().apply(List.of(Port.of("8080"))).discovery();

    assertThat(discovery.crawl()).contains(Crawl.DEFAULT);
    assertThat(discovery.openApi().orElseThrow().name()).isEqualTo("/v3/api-docs");
  }

  @Test
  @InjectMojo(goal = "minify")
  void nothingIsDiscoveredUnasked(MinifyMojo goal) {
    assertThat(goal.request().plan().apply(List.of(Port.of("8080"))).discovery())
        .isEqualTo(Discovery.NONE);
  }

  @Test
  @InjectMojo(goal = "minify")
  void withoutPomTheResultsGoToTheCurrentFolder(MinifyMojo goal) {
    goal.outputDirectory = temp.resolve("${project.basedir}/target/slim").toFile();

    assertThat(goal.request().output()).isEqualTo(temp.resolve("target/slim"));
  }

  private static void fails(MinifyMojo goal, String message) {
    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasMessage(message);
  }

  private static List<String> said(MinifyMojo goal) throws Exception {
    Said said = new Said();
    goal.setLog(said);
    goal.execute();
    return said.lines;
  }
}
