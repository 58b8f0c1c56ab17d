package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxEngineTest {
  private static final Port PORT = Port.of("8080");

  @TempDir static Path cache;
  @TempDir Path folder;
  private static Path sensor;
  private static TarLayer busyBox;
  private SandboxEngine engine;

  @BeforeAll
  static void prepare() throws Exception {
    sensor = Sandbox.sensor();
    busyBox = TarLayer.busyBox().end();
  }

  @BeforeEach
  void open() {
    engine = new SandboxEngine(sensor, cache);
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (engine == null) {
      return;
    }
    engine.close();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(path -> path.endsWith("sandbox"))).isEmpty();
    }
    assertThat(ProcessHandle.current().descendants().filter(Sandbox::isSensor)).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder.toString());
  }

  private Launch shell(String script, Port... ports) throws IOException {
    return Sandbox.launch(folder, Sandbox.shell(script, busyBox), false, ports);
  }

  private String output(Launch launch, int code) throws Exception {
    try (Container container = engine.launch(launch)) {
      assertThat(container.exit().get(20, SECONDS)).isEqualTo(code);
      return Files.readString(container.log());
    }
  }

  @Test
  void theAppSeesItsUserEnvironmentAndDirectory() throws Exception {
    Image image =
        Sandbox.image(
            "{'User':'app','WorkingDir':'/work/dir','Env':['A=1','B=2'],'Hostname':'x','Entrypoint':"
                + "['sh','-c'],'Cmd':['id -u; id -g; pwd; echo $A$B$C; echo $HOME; cat /etc/hosts']}",
            busyBox);
    Launch plain = Sandbox.launch(folder, image, false);
    Launch launch =
        new Launch(
            image,
            Optional.empty(),
            List.of("B=3", "C=4"),
            Optional.empty(),
            List.of(),
            false,
            plain.directory());

    assertThat(output(launch, 0))
        .startsWith("1234\n2345\n/work/dir\n134\n/home/app\n127.0.0.1\tlocalhost\n");
  }

  @Test
  void outputAndExitCodeOfAShortAppAreWhole() throws Exception {
    assertThat(output(shell("echo out; echo err >&2; printf end; exit 42"), 42))
        .contains("out\n", "err\n", "end")
        .hasSize(11);
  }

  @Test
  void theAppIsAloneAndWithoutPrivileges() throws Exception {
    String output =
        output(
            shell(
                "echo $$; ls /proc | grep -c '^[0-9]'; mount -t tmpfs x /tmp; echo x >/proc/sys/kernel/hostname; ls /proc/acpi; grep CapEff /proc/self/status; cat /proc/net/route | sed 1d"
                    .replace("grep", "busybox grep")
                    .replace("sed", "busybox sed")
                    .replace("mount", "busybox mount")),
            0);

    assertThat(output)
        .startsWith("1\n")
        .contains("permission denied", "Read-only file system", "CapEff:\t00000000a80425fb\n")
        .doesNotContain("eth");
  }

  @Test
  void theLowerLayersThingsAreHiddenByWhiteoutsAndOpaqueDirectories() throws Exception {
    TarLayer lower = new TarLayer(true);
    lower.text("kept", "k");
    lower.text("gone", "g");
    lower.text("dir/old", "o");
    lower.text("tree/a/b", "b");
    lower.hardLink("tree/twin", "kept");
    lower.end();
    TarLayer upper = new TarLayer(false);
    upper.text(".wh.gone", "");
    upper.text("dir/.wh..wh..opq", "");
    upper.text("dir/new", "n");
    upper.text(".wh.tree", "");
    upper.directory("tree/", 0700);
    upper.text("tree/fresh", "f");
    upper.end();

    Image image =
        Sandbox.shell("ls -d /gone; ls /dir /tree; cat /kept; ls -ld /tree", busyBox, lower, upper);

    assertThat(output(Sandbox.launch(folder, image, false), 0))
        .contains("ls: /gone: No such file")
        .contains("/dir:\nnew\n")
        .contains("/tree:\nfresh\n")
        .contains("kdrwx------");
  }

  @Test
  void aVolumeBeginsWithTheImagesContentAndIsForgotten() throws Exception {
    TarLayer data = new TarLayer(false);
    data.directory("data/", 0750);
    data.text("data/sub/one", "1");
    data.hardLink("data/two", "data/sub/one");
    data.symlink("data/link", "sub/one");
    data.end();
    Image image =
        Sandbox.shell(
            "cat /data/two /data/link; stat -c '%a %h' /data /data/two; busybox grep -c ' /data ' /proc/mounts; echo x >/data/sub/one; cat /data/two",
            busyBox, data);
    Image withVolume =
        new Image(
            image.reference(),
            image.digest(),
            Sandbox.with(image, "Volumes", "{'/data':{},'/data/sub':{}}"),
            image.layers());

    for (int i = 0; i < 2; i++) {
      assertThat(output(Sandbox.launch(folder, withVolume, false), 0))
          .isEqualTo("11750 3\n644 2\n1\n1");
    }
  }

  @Test
  void anAppThatIgnoresTheStopSignalIsKilledAfterTheGrace() throws Exception {
    try (Container container = engine.launch(shell("trap '' TERM; while :; do sleep 1; done"))) {
      long start = System.nanoTime();
      assertThat(container.stop(Duration.ofMillis(300))).isEqualTo(137);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
      assertThat(container.stop(Duration.ZERO)).isEqualTo(137);
    }
  }

  @Test
  void theStopSignalIsTheImages() throws Exception {
    Image image = Sandbox.shell("trap 'exit 7' QUIT; cat /etc/group; sleep 100 & wait", busyBox);
    Image quits =
        new Image(
            image.reference(),
            image.digest(),
            Sandbox.with(image, "StopSignal", "'SIGQUIT'"),
            image.layers());
    Launch launch = Sandbox.launch(folder, quits, true);
    try (Container container = engine.launch(launch)) {
      // The signal must not come before the trap is set: wait for what comes after it.
      Sandbox.awaitTrace(launch, "get\t/etc/group\n");
      assertThat(container.stop(Duration.ofSeconds(10))).isEqualTo(7);
    }
  }

  @Test
  void aProgramThatIsNotThereIsNamed() throws Exception {
    Launch launch =
        Sandbox.launch(folder, Sandbox.image("{'Entrypoint':['missing']}", busyBox), false);

    assertThatThrownBy(() -> engine.launch(launch))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("'missing'");
  }

  @Test
  void aUserWhoIsNotThereIsNamed() throws Exception {
    Launch launch =
        Sandbox.launch(
            folder, Sandbox.image("{'User':'ghost','Entrypoint':['sh']}", busyBox), false);

    assertThatThrownBy(() -> engine.launch(launch))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining(
            "the user of 'ghost' is not in the image's /etc/passwd and /etc/group");
  }

  @Test
  void anImageOfAnotherArchitectureIsRefused() throws Exception {
    Image image = Sandbox.image("{'Entrypoint':['sh']}", busyBox);
    Image foreign =
        new Image(
            image.reference(),
            image.digest(),
            Launches.config("{'architecture':'s390x'}"),
            image.layers());

    assertThatThrownBy(() -> engine.launch(Sandbox.launch(folder, foreign, false)))
        .hasMessageMatching(
            "The image 'test/sandbox' is for 's390x', but this machine is '\\w+', and the sandbox engine emulates nothing\\..*");
  }

  @Test
  void manyConnectionsReachAnAppOnItsLoopbackInterface() throws Exception {
    Launch launch =
        Sandbox.launch(
            folder,
            Sandbox.shell(
                "echo hello >/tmp/index.html; httpd -f -p 127.0.0.1:8080 -h /tmp", busyBox),
            true,
            PORT);
    ExecutorService threads = Executors.newFixedThreadPool(20);
    try (Container container = engine.launch(launch)) {
      container.listening(PORT).get(20, SECONDS);
      assertThat(container.listeners()).containsExactly(PORT);
      List<Callable<String>> requests = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        requests.add(() -> exchange(container.address(PORT), "GET /index.html HTTP/1.0\r\n\r\n"));
      }
      for (Future<String> answer : threads.invokeAll(requests)) {
        assertThat(answer.get()).startsWith("HTTP/1.").endsWith("hello\n");
      }
      container.stop(Duration.ofMillis(100));
      assertThat(container.trace())
          .content()
          .startsWith("slim-trace 1 ")
          .contains("via\t/bin/sh\n", "run\t/bin/busybox\n", "lis\ttcp\t8080\n");
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aHalfClosedConnectionStillAnswers() throws Exception {
    Launch launch =
        Sandbox.launch(folder, Sandbox.shell("nc -l -p 8080 -e /bin/cat", busyBox), true, PORT);
    String much = "0123456789".repeat(200_000);
    try (Container container = engine.launch(launch)) {
      container.listening(PORT).get(20, SECONDS);
      assertThat(exchange(container.address(PORT), much)).isEqualTo(much);
      assertThat(container.exit().get(20, SECONDS)).isZero();
    }
  }

  private static String exchange(InetSocketAddress address, String request) throws Exception {
    try (Socket socket = new Socket(address.getAddress(), address.getPort());
        InputStream in = socket.getInputStream()) {
      ExecutorService writer = Executors.newSingleThreadExecutor();
      try {
        Future<?> written =
            writer.submit(
                () -> {
                  socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
                  socket.shutdownOutput();
                  return null;
                });
        String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        written.get();
        return answer;
      } finally {
        writer.shutdownNow();
      }
    }
  }

  @Test
  void aPortWithoutListenerRefusesAndTheAppsEndFailsTheWait() throws Exception {
    Launch launch =
        Sandbox.launch(folder, Sandbox.shell("sleep 100", busyBox), true, PORT, Port.of("53/udp"));
    try (Container container = engine.launch(launch)) {
      assertThatThrownBy(() -> exchange(container.address(PORT), "x"))
          .isInstanceOfAny(IOException.class, Exception.class);
      assertThatThrownBy(() -> container.address(Port.of("53/udp")))
          .hasMessageStartingWith("Port '53/udp' was not published");
      assertThatThrownBy(container::trace).hasMessageContaining("the app still runs");
      container.stop(Duration.ZERO);
      assertThatThrownBy(() -> container.listening(PORT).get())
          .hasMessageContaining("exited with code 137");
    }
  }

  @Test
  void whatARunningAppHasLockedIsRemovedWhenItIsClosed() throws Exception {
    Launch launch = shell("mkdir -p /a/b; chmod 0 /a/b /a; touch /tmp/x; sleep 1000 & sleep 1000");
    Container container = engine.launch(launch);
    container.close();
    container.close();

    assertThat(container.exit()).isCompletedWithValue(137);
  }

  @Test
  void aSupervisorThatIsKilledTakesTheAppWithIt() throws Exception {
    Container container = engine.launch(shell("mkdir /a; chmod 0 /a; sleep 1000 & sleep 1000"));
    List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
    ProcessHandle supervisor =
        ProcessHandle.current().children().filter(Sandbox::isSensor).findFirst().orElseThrow();
    supervisor.destroyForcibly();

    assertThatThrownBy(() -> container.exit().get(20, SECONDS))
        .hasMessageContaining("was lost, its supervisor ended with code 137");
    container.close();
    for (ProcessHandle each : all) {
      each.onExit().get(10, SECONDS);
    }
  }
}
