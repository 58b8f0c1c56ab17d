package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkTest {
  private static final Port PORT = Port.of("5000");
  private static final String SERVER = "echo server; exec nc -ll -p 5000 -e echo hello";

  /** Until the server listens. */
  private static final String CLIENT =
      "i=0; until nc db 5000 </dev/null; do i=$((i+1)); [ $i -lt 500 ] || exit 1; usleep 20000; done";

  @TempDir Path folder;

  private SandboxEngine sandbox() throws InterruptedException {
    return new SandboxEngine(Sandbox.sensor(), folder.resolve("cache"));
  }

  private Launch shell(String script, Port... ports) throws IOException {
    return Sandbox.launch(folder, Sandbox.shell(script, TarLayer.busyBox().end()), false, ports);
  }

  private Launch docker(String script) throws IOException {
    return Docker.untraced(
        folder, BusyBox.image("{'Cmd':['sh','-c','" + script + "']}"), List.of());
  }

  private static Launch in(Network network, Launch launch, String... names) {
    return launch.in(List.of(new Membership(network, List.of(names))), List.of());
  }

  private static void answers(Engine engine, Launch server, Launch client) throws Exception {
    try (Container db = engine.launch(server);
        Container app = engine.launch(client)) {
      assertThat(app.exit().get(30, SECONDS)).as(Files.readString(app.log())).isZero();
      assertThat(Files.readString(app.log())).endsWith("hello\n");
      assertThat(db.exit()).isNotDone();
    }
  }

  @Test
  void containersOfTheSandboxReachEachOtherByName() throws Exception {
    try (SandboxEngine engine = sandbox();
        Network network = engine.network(List.of("db", "cache"))) {
      answers(engine, in(network, shell(SERVER, PORT), "db"), in(network, shell(CLIENT)));
    }
    assertThat(ProcessHandle.current().descendants().filter(Sandbox::isSensor)).isEmpty();
  }

  @Test
  void networkThatIsNotClosedGoesWithTheSandbox() throws Exception {
    try (SandboxEngine engine = sandbox()) {
      engine.network(List.of("db"));
      assertThat(ProcessHandle.current().descendants().filter(Sandbox::isSensor)).hasSize(1);
    }
    assertThat(ProcessHandle.current().descendants().filter(Sandbox::isSensor)).isEmpty();
  }

  @Test
  void twoContainersOfTheSandboxCannotHaveOnePort() throws Exception {
    try (SandboxEngine engine = sandbox();
        Network network = engine.network(List.of("db", "copy"))) {
      try (Container db = engine.launch(in(network, shell(SERVER, PORT), "db"))) {
        assertThatThrownBy(() -> engine.launch(in(network, shell(SERVER, PORT), "copy")))
            .isInstanceOf(EngineException.class)
            .hasMessage(
                "'db' and 'copy' both listen on '5000/tcp', and in the sandbox they share one"
                    + " network. Give one of them another port, or set engine 'docker'.");
        assertThat(db.exit()).isNotDone();
      }
    }
  }

  @Test
  void theSandboxHasNoMounts() throws Exception {
    try (SandboxEngine engine = sandbox();
        Network network = engine.network(List.of())) {
      Launch launch =
          shell("true").in(List.of(new Membership(network, List.of("app"))), List.of("/a:/b"));

      assertThatThrownBy(() -> engine.launch(launch))
          .hasMessage(
              "'app' has mounts or networks that the sandbox has not. Set engine 'docker'.");
    }
  }

  @Test
  @Tag("docker")
  void containersOfDockerReachEachOtherByName() throws Exception {
    try (DockerDaemon daemon = Docker.daemon();
        DockerEngine engine =
            DockerEngine.over(
                daemon, Docker.in(Docker.noSensor(folder.resolve("native"))), BusyBox::archive)) {
      try (Network network = engine.network(List.of("db"));
          Network other = engine.network(List.of("db"))) {
        answers(engine, in(network, docker(SERVER), "db"), in(network, docker(CLIENT)));
        Launch both =
            docker(CLIENT)
                .in(
                    List.of(
                        new Membership(network, List.of()), new Membership(other, List.of("app"))),
                    List.of());
        answers(engine, in(other, docker(SERVER), "db"), both);
      }
      assertThat(daemon.client().listNetworksCmd().exec())
          .noneMatch(network -> network.getName().startsWith("slim-" + engine.run()));
    }
  }

  @Test
  @Tag("docker")
  void missingNetworkOfDockerIsNamed() throws Exception {
    String name = "slim-test-" + UUID.randomUUID();
    try (DockerDaemon daemon = Docker.daemon();
        DockerEngine engine =
            DockerEngine.over(
                daemon, Docker.in(Docker.noSensor(folder.resolve("native"))), BusyBox::archive)) {
      assertThatThrownBy(() -> engine.existingNetwork(name))
          .hasMessage(
              "The Docker engine has no network '"
                  + name
                  + "'. Create it before ('docker network create "
                  + name
                  + "'), or correct 'network'.");
    }
  }
}
