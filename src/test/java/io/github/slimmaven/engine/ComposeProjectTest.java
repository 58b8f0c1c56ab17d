package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("docker")
class ComposeProjectTest {
  private static final String IMAGE = "slim-test/compose:1";

  @TempDir Path folder;
  private DockerDaemon daemon;
  private DockerEngine engine;

  @BeforeEach
  void open() throws Exception {
    try {
      ComposeCommand.find();
    } catch (EngineException e) {
      assumeTrue(false, e.getMessage());
    }
    daemon = Docker.daemon();
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    BusyBox.archive(BusyBox.image("{'Labels':{'compose':'1'}}"), IMAGE, tar);
    daemon.load(new ByteArrayInputStream(tar.toByteArray()));
    engine =
        DockerEngine.over(
            daemon, Docker.in(Docker.noSensor(folder.resolve("native"))), BusyBox::archive);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (engine == null) {
      return;
    }
    engine.close();
    String project = ComposeProject.name(engine.run());
    assertThat(Docker.labelled(daemon, ComposeProject.LABEL + "=" + project)).isEmpty();
    assertThat(daemon.client().listNetworksCmd().exec())
        .noneMatch(network -> network.getName().startsWith(project));
    assertThat(daemon.client().listVolumesCmd().exec().getVolumes())
        .noneMatch(volume -> volume.getName().startsWith(project));
    daemon.client().removeImageCmd(IMAGE).withForce(true).exec();
    daemon.close();
  }

  private ComposeService app(String db) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("compose.yaml"),
            """
            services:
              app:
                image: %1$s
                depends_on: [db]
                volumes: ["own:/own"]
              db:
                image: %1$s
                stop_signal: SIGKILL
                command: ["sh", "-c", "%2$s"]
                networks:
                  default:
                    aliases: [database]
                healthcheck:
                  test: ["CMD", "test", "-e", "/tmp/up"]
                  interval: 1s
            volumes:
              own:
            """
                .formatted(IMAGE, db));
    return ComposeService.read(file, "app");
  }

  private Path log(String service) {
    return folder.resolve("service-" + service + ".log");
  }

  private ComposeProject up(ComposeService app) throws Exception {
    return engine.compose(app, app.dependencies(), Duration.ofSeconds(30), this::log);
  }

  @Test
  void theAppJoinsTheNetworkOfHealthyServicesWithItsVolumes() throws Exception {
    ComposeService app =
        app("mkdir -p /tmp; echo serving; touch /tmp/up; exec nc -ll -p 5000 -e echo hello");

    try (ComposeProject project = up(app)) {
      Launch launch =
          Docker.untraced(
                  folder,
                  BusyBox.image(
                      "{'Cmd':['sh','-c','touch /own/it && nc database 5000 </dev/null && nc db 5000"
                          + " </dev/null']}"),
                  List.of())
              .in(project.places(), project.mounts());
      try (Container container = engine.launch(launch)) {
        assertThat(container.exit().get(20, SECONDS))
            .as(Files.readString(container.log()))
            .isZero();
        assertThat(container.log()).hasContent("hello\nhello");
      }
    }

    assertThat(log("db")).hasContent("serving");
  }

  @Test
  void oneThatEndsIsNamedWithItsLog() throws Exception {
    ComposeService app = app("echo no disk; exit 3");

    assertThatThrownBy(() -> up(app))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("The service 'db' of '" + folder.resolve("compose.yaml"))
        .hasMessageContaining("is not ready: it is 'exited with code 3'")
        .hasMessageContaining("no disk");
  }

  @Test
  void projectThatIsNotClosedGoesWithTheEngine() throws Exception {
    up(app("mkdir -p /tmp; touch /tmp/up; exec sleep 1000"));
  }
}
