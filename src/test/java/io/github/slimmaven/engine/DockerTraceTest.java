package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real sensor in the real engine. */
@Tag("docker")
class DockerTraceTest {
  private static final String SHOW =
      "id; env | sort | grep -v HOSTNAME; pwd; echo host ${#HOSTNAME}; umask; ulimit -n;"
          + " grep -E Cap\\|NoNewPrivs\\|Sig[^Q]\\|Groups /proc/self/status; ls /proc/self/fd | wc -w";

  @TempDir Path folder;
  private DockerDaemon daemon;
  private DockerEngine engine;

  @BeforeEach
  void connect() throws Exception {
    daemon = Docker.daemon();
    engine = DockerEngine.over(daemon, Docker.in(Docker.sensor()), BusyBox::archive);
  }

  @AfterEach
  void close() throws IOException {
    if (daemon != null) {
      engine.close();
      assertThat(engine.leftovers().remove()).as("containers and tags left behind").isZero();
      daemon.close();
    }
  }

  private Launch launch(String execution, boolean traced, Port... ports) throws IOException {
    return new Launch(
        BusyBox.image(execution),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of(ports),
        traced,
        Files.createTempDirectory(folder, "launch"));
  }

  private static String shell(String script, String more) {
    return "{'Cmd':['sh','-c','" + script.replace("\\", "\\\\") + "']" + more + "}";
  }

  @Test
  void traceTellsWhatWasTouchedAndTheExitCodeComesThrough() throws Exception {
    Launch launch = launch(shell("cat /www/index.html; test -e /nowhere; exit 42", ""), true);
    try (Container container = engine.launch(launch)) {
      assertThat(container.exit().get(20, SECONDS)).isEqualTo(42);
      assertThat(container.stop(Duration.ofSeconds(1))).isEqualTo(42);
      assertThat(Files.readString(container.log())).isEqualTo("hello\n");
      Path trace = container.trace();
      assertThat(Files.readAllLines(trace)).first().asString().startsWith("slim-trace 1 ");
      assertThat(Files.readString(trace))
          .contains("get\t/www/index.html\n", "mis\t/nowhere\n", "via\t/bin/sh\n", "/bin/busybox\n")
          .doesNotContain("/etc/unused", "/.slim");
      assertThat(container.trace()).isEqualTo(trace);
    }
  }

  @Test
  void listenersAreReportedAndReached() throws Exception {
    Port port = new Port(8080, "tcp");
    Launch launch = launch("{'Cmd':['httpd','-f','-p','8080','-h','/www']}", true, port);
    try (Container container = engine.launch(launch)) {
      container.listening(port).get(20, SECONDS);
      assertThat(container.listeners()).containsExactly(port);
      try (Socket socket = new Socket()) {
        socket.connect(container.address(port), 5000);
        socket.setSoTimeout(5000);
        socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .endsWith("hello\n");
      }
      assertThatThrownBy(container::trace)
          .hasMessage(
              "There is no trace of the image 'test/busybox': the app still runs; stop it first.");
      container.stop(Duration.ofMillis(500));
      assertThat(Files.readString(container.trace()))
          .contains("lis\ttcp\t8080\n", "/www/index.html\n");
    }
  }

  @Test
  void portThatNeverOpensFailsWithTheExit() throws Exception {
    Launch launch = launch(shell("echo no database; exit 3", ""), true);
    try (Container container = engine.launch(launch)) {
      assertThatThrownBy(() -> container.listening(new Port(80, "tcp")).get(20, SECONDS))
          .rootCause()
          .hasMessageContaining("The app of the image 'test/busybox' exited with code 3.")
          .hasMessageContaining("no database");
    }
  }

  private List<String> show(String more, boolean traced) throws Exception {
    try (Container container = engine.launch(launch(shell(SHOW, more), traced))) {
      container.exit().get(20, SECONDS);
      return new ArrayList<>(Files.readAllLines(container.log()));
    }
  }

  @Test
  void rootSeesNoDifferenceWhenTraced() throws Exception {
    String more = ",'Env':['A=b c','EMPTY='],'WorkingDir':'/www'";
    assertThat(show(more, true)).isEqualTo(show(more, false)).contains("A=b c", "HOME=/root");
  }

  @Test
  void userByNameSeesNoDifferenceWhenTraced() throws Exception {
    String more = ",'User':'app'";
    assertThat(show(more, true)).isEqualTo(show(more, false)).contains("HOME=/home/app");
  }

  @Test
  void userByNumberSeesNoDifferenceWhenTraced() throws Exception {
    for (String user : List.of("1234", "4321:77", "app:extra", "0:2345")) {
      String more = ",'User':'" + user + "'";
      assertThat(show(more, true)).as(user).isEqualTo(show(more, false));
    }
  }

  @Test
  void appThatIgnoresTheStopSignalIsKilledAndItsTraceIsKept() throws Exception {
    String script = "trap : TERM; cat /www/index.html; while :; do sleep 1; done";
    try (Container container = engine.launch(launch(shell(script, ""), true))) {
      assertThat(container.stop(Duration.ofMillis(300))).isEqualTo(137);
      assertThat(Files.readString(container.trace())).contains("slim-trace 1");
    }
  }

  @Test
  void missingProgramIsNamed() throws Exception {
    Launch launch = launch("{'Entrypoint':['/bin/absent']}", true);
    assertThatThrownBy(() -> engine.launch(launch))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("The app could not be started: ")
        .hasMessageContaining("/bin/absent");
  }

  @Test
  void missingUserIsNamed() throws Exception {
    Launch launch = launch("{'Cmd':['id'],'User':'nobody-here'}", true);
    assertThatThrownBy(() -> engine.launch(launch))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nobody-here");
  }

  @Test
  void appThatRemovesItsTraceFailsTheRun() throws Exception {
    Launch launch = launch(shell("kill -0 $$; busybox rm -r /.slim", ""), true);
    try (Container container = engine.launch(launch)) {
      container.stop(Duration.ofSeconds(20));
      assertThatThrownBy(container::trace)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("the app of the image 'test/busybox' removed it");
    }
  }

  @Test
  void untracedLaunchHasNoTrace() throws Exception {
    try (Container container = engine.launch(launch(shell("exit 0", ""), false))) {
      container.stop(Duration.ofSeconds(20));
      assertThatThrownBy(container::trace).hasMessageContaining("it was launched untraced");
    }
  }

  @Test
  void sensorWithoutCapabilitiesTracesTheAppOrNothingAtAll() throws Exception {
    for (String user : List.of("", "app")) {
      Launch launch =
          launch(shell("id -u; cat /www/index.html; exit 5", ",'User':'" + user + "'"), true);
      try (Container container = engine.start(launch, Tracing.WEAK)) {
        assertThat(container.exit().get(20, SECONDS)).isEqualTo(5);
        assertThat(Files.readString(container.log()))
            .isEqualTo((user.isEmpty() ? "0" : "1234") + "\nhello\n");
        assertThat(Files.readString(container.trace()))
            .contains("get\t/www/index.html\n")
            .contains("lim\tthe engine gives no capabilities");
      } catch (EngineException e) {
        // Docker 20.10's profile refuses process_vm_readv(2) without SYS_PTRACE.
        assertThat(e).hasMessageContaining("not one program was seen to be executed");
      }
    }
  }

  @Test
  void engineThatRefusesCapabilitiesIsUsedWithoutThem() throws Exception {
    String script =
        """
        #!/bin/sh
        nonce=$(busybox tr '\\0' '\\n' < /.slim/launch | busybox sed -n s/^nonce=//p)
        if busybox grep -q weak=1 /.slim/launch; then
          printf '\\036%s exec\\n' "$nonce" >&2
          exec cat /www/index.html
        fi
        printf "\\036%s fail cannot install the seccomp filter for 'x': Permission denied\\n" "$nonce" >&2
        exit 125
        """;
    Path scripts = Docker.noSensor(folder.resolve("scripts"));
    for (String arch : List.of("linux-x86_64", "linux-aarch64")) {
      Files.writeString(scripts.resolve(arch).resolve("sensor"), script);
    }
    Image image = BusyBox.image("{'Cmd':['id'],'User':'app'}");
    try (DockerEngine refused = DockerEngine.over(daemon, Docker.in(scripts), BusyBox::archive)) {
      Launch launch =
          new Launch(
              image,
              Optional.empty(),
              List.of(),
              Optional.empty(),
              List.of(),
              true,
              Files.createTempDirectory(folder, "launch"));
      try (Container container = refused.launch(launch)) {
        assertThat(container.exit().get(20, SECONDS)).isZero();
        assertThat(Files.readString(container.log())).isEqualTo("hello\n");
      }
    }
  }
}
