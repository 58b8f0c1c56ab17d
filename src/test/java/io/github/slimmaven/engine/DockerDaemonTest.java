package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("docker")
class DockerDaemonTest {
  @TempDir Path folder;

  @AfterEach
  void reset() {
    System.clearProperty("DOCKER_HOST");
  }

  @Test
  void absentEngineIsDecidedAtOnceAndTheReasonSaysWhatToDo() {
    System.setProperty("DOCKER_HOST", "unix:///nowhere/docker.sock");
    long start = System.nanoTime();
    assertThatThrownBy(DockerDaemon::connect)
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("Docker does not answer at 'unix:///nowhere/docker.sock': ")
        .hasMessageEndingWith(". Start it or correct DOCKER_HOST, or set engine 'sandbox'.");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void refusedConnectionIsDecidedAtOnce() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    System.setProperty("DOCKER_HOST", "tcp://127.0.0.1:" + port);
    assertThatThrownBy(DockerDaemon::connect).hasMessageContaining("refused");
  }

  @Test
  void engineThatNeverAnswersIsGivenUpWithinTenSeconds() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      System.setProperty("DOCKER_HOST", "tcp://127.0.0.1:" + silent.getLocalPort());
      long start = System.nanoTime();
      assertThatThrownBy(DockerDaemon::connect)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("Docker does not answer at 'tcp://127.0.0.1:");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void sshIsRefusedWithWhatWorksInstead() {
    System.setProperty("DOCKER_HOST", "ssh://somewhere");
    assertThatThrownBy(DockerDaemon::connect)
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("The Docker engine is not used over ssh, ")
        .hasMessageContaining("ssh://somewhere")
        .hasMessageEndingWith(
            "Set DOCKER_HOST to its 'tcp://HOST:2376' with DOCKER_TLS_VERIFY=1 and"
                + " DOCKER_CERT_PATH, or set engine 'sandbox'.");
  }

  @Test
  void unknownSchemeIsNamed() {
    System.setProperty("DOCKER_HOST", "gopher://somewhere");
    assertThatThrownBy(DockerDaemon::connect)
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("The Docker settings cannot be used: ")
        .hasMessageContaining("gopher");
  }

  @Test
  void savedImageCanBeLoadedAgainUnderTheSameId() throws Exception {
    Image image = BusyBox.image("{'Cmd':['id'],'Labels':{'saved':'1'}}");
    try (DockerDaemon daemon = Docker.daemon()) {
      load(daemon, image, "slim-test/saved:1");
      Path tar = folder.resolve("saved.tar");
      daemon.save("slim-test/saved:1", tar);
      daemon.tag("slim-test/saved:1", "slim-test/saved:2");
      assertThat(daemon.imageId("slim-test/saved:2")).contains(image.digest().toString());
      remove(daemon, "slim-test/saved:1", "slim-test/saved:2");
      assertThat(daemon.imageId("slim-test/saved:1")).isEmpty();

      daemon.load(Files.newInputStream(tar));
      assertThat(daemon.imageId(image.digest().toString())).isPresent();
      remove(daemon, image.digest().toString());
    }
  }

  private static void load(DockerDaemon daemon, Image image, String name) throws Exception {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    BusyBox.archive(image, name, tar);
    daemon.load(new ByteArrayInputStream(tar.toByteArray()));
  }

  private static void remove(DockerDaemon daemon, String... names) {
    for (String name : names) {
      daemon.client().removeImageCmd(name).exec();
    }
  }

  @Test
  void missingImageIsNamedWithTheCommandThatGetsIt() throws Exception {
    try (DockerDaemon daemon = Docker.daemon()) {
      String message =
          "The Docker engine has no image 'slim-test/none:1'. Run 'docker pull slim-test/none:1'"
              + " first, or correct the name.";
      Path tar = folder.resolve("none.tar");
      assertThatThrownBy(() -> daemon.save("slim-test/none:1", tar)).hasMessage(message);
      assertThatThrownBy(() -> daemon.tag("slim-test/none:1", "slim-test/x")).hasMessage(message);
      assertThat(tar).doesNotExist();
    }
  }

  @Test
  void unreadableArchiveIsRefusedInTheEnginesWords() throws Exception {
    try (DockerDaemon daemon = Docker.daemon()) {
      assertThatThrownBy(() -> daemon.load(new ByteArrayInputStream(new byte[4096])))
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith("The Docker engine could not load the archive: ");
    }
  }

  @Test
  void engineBehindTcpLaunchesAndItsLossIsReported() throws Exception {
    Path socket = Path.of("/var/run/docker.sock");
    assumeTrue(Files.exists(socket), "no Docker engine at " + socket);
    String run;
    try (DockerDaemon local = Docker.daemon()) {
      try (TcpProxy proxy = new TcpProxy(socket)) {
        System.setProperty("DOCKER_HOST", "tcp://127.0.0.1:" + proxy.port());
        DockerEngine remote =
            DockerEngine.connect(
                Docker.in(Docker.noSensor(folder.resolve("native"))),
                BusyBox::archive,
                folder.resolve("runs"));
        run = remote.run();
        Image image = BusyBox.image("{'Cmd':['sh','-c','echo up; sleep 1000']}");
        Container container =
            remote.launch(Docker.untraced(folder, image, List.of(new Port(80, "tcp"))));
        assertThat(container.address(new Port(80, "tcp")).getHostString()).isEqualTo("127.0.0.1");
        var exit = container.exit();

        proxy.cut();

        assertThatThrownBy(() -> exit.get(20, SECONDS)).isNotNull();
        assertThatThrownBy(() -> container.listening(new Port(80, "tcp")).get(20, SECONDS))
            .rootCause()
            .isNotNull();
        assertThatThrownBy(() -> container.stop(Duration.ofMillis(100)))
            .isInstanceOf(EngineException.class);
        assertThatThrownBy(remote::close).isInstanceOf(EngineException.class);
      } finally {
        System.clearProperty("DOCKER_HOST");
      }
      assertThat(new DockerLeftovers(local, run).remove()).isEqualTo(2);
    }
  }
}
