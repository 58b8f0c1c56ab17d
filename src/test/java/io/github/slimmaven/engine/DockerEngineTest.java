package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.net.Socket;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("docker")
class DockerEngineTest {
  @TempDir Path folder;
  private DockerDaemon daemon;
  private DockerEngine engine;

  @BeforeEach
  void connect() throws Exception {
    daemon = Docker.daemon();
    engine =
        DockerEngine.over(
            daemon, Docker.in(Docker.noSensor(folder.resolve("native"))), BusyBox::archive);
  }

  @AfterEach
  void close() throws IOException {
    if (daemon != null) {
      engine.close();
      assertThat(engine.leftovers().remove()).as("containers and tags left behind").isZero();
      daemon.close();
    }
  }

  private Launch untraced(String execution, Port... ports) throws IOException {
    return Docker.untraced(folder, BusyBox.image(execution), List.of(ports));
  }

  private static Launch with(
      Launch launch, Optional<List<String>> args, List<String> env, String user) {
    return new Launch(
        launch.image(),
        args,
        env,
        Optional.ofNullable(user),
        launch.ports(),
        launch.traced(),
        launch.directory());
  }

  private static String run(DockerEngine engine, Launch launch) throws Exception {
    try (Container container = engine.launch(launch)) {
      container.exit().get(20, SECONDS);
      return Files.readString(container.log());
    }
  }

  @Test
  void outputOfAShortAppIsWholeAndItsExitCodeIsKnown() throws Exception {
    Launch launch =
        untraced(
            "{'Entrypoint':['sh','-c'],'Cmd':['echo out; echo err >&2; printf end; exit 42']}");

    for (int i = 0; i < 5; i++) {
      try (Container container = engine.launch(launch)) {
        assertThat(container.exit().get(20, SECONDS)).isEqualTo(42);
        assertThat(container.stop(Duration.ofSeconds(1))).isEqualTo(42);
        assertThat(Files.readString(container.log())).contains("out\n", "err\n", "end").hasSize(11);
        assertThat(container.listeners()).isEmpty();
      }
    }
  }

  @Test
  void launchSettingsReplaceThoseOfTheImage() throws Exception {
    Launch launch =
        with(
            untraced(
                "{'Entrypoint':['sh','-c'],'Cmd':['exit 1'],'Env':['A=1','B=2'],'User':'app'}"),
            Optional.of(List.of("echo $A $B $(id -u)")),
            List.of("A=9"),
            "77");

    assertThat(run(engine, launch)).isEqualTo("9 2 77\n");
  }

  @Test
  void aLayerThatTheEngineHasIsNotSentAgain() throws Exception {
    List<Long> sent = new ArrayList<>();
    ArchiveWriter counting =
        (image, tag, out) -> {
          try (SeekableByteChannel layer = image.layers().get(0).open()) {
            sent.add(layer.size());
          }
          BusyBox.archive(image, tag, out);
        };
    try (DockerEngine other =
        DockerEngine.over(daemon, Docker.in(folder.resolve("native")), counting)) {
      run(
          engine,
          untraced("{'Entrypoint':['sh','-c','exit 0'],'Env':['FIRST=%s']}".formatted(folder)));

      String second = "{'Entrypoint':['sh','-c','echo hello'],'Env':['SECOND=%s']}";
      assertThat(run(other, untraced(second.formatted(folder)))).isEqualTo("hello\n");
    }
    assertThat(sent).containsExactly(0L);
  }

  @Test
  void anEngineThatWantsAllLayersGetsThem() throws Exception {
    List<Long> sent = new ArrayList<>();
    ArchiveWriter spoiling =
        (image, tag, out) -> {
          try (SeekableByteChannel layer = image.layers().get(0).open()) {
            sent.add(layer.size());
            if (layer.size() == 0) {
              out.write(new byte[10240]); // a tar without an image, refused
              return;
            }
          }
          BusyBox.archive(image, tag, out);
        };
    try (DockerEngine other =
        DockerEngine.over(daemon, Docker.in(folder.resolve("native")), spoiling)) {
      run(
          engine,
          untraced("{'Entrypoint':['sh','-c','exit 0'],'Env':['FIRST=%s']}".formatted(folder)));

      String second = "{'Entrypoint':['sh','-c','echo hello'],'Env':['SECOND=%s']}";
      assertThat(run(other, untraced(second.formatted(folder)))).isEqualTo("hello\n");
    }
    assertThat(sent).hasSize(2).startsWith(0L).doesNotHaveDuplicates();
  }

  @Test
  void noArgumentsReplaceTheImagesCmd() throws Exception {
    Launch launch =
        with(
            untraced("{'Entrypoint':['sh','-c','echo $#','x'],'Cmd':['a','b']}"),
            Optional.of(List.of()),
            List.of(),
            null);

    assertThat(run(engine, launch)).isEqualTo("0\n");
  }

  @Test
  void publishedPortIsReachedOnLoopbackOnly() throws Exception {
    Port port = new Port(8080, "tcp");
    Launch launch = untraced("{'Cmd':['httpd','-f','-p','8080','-h','/www']}", port);
    try (Container container = engine.launch(launch)) {
      assertThat(container.address(port).getAddress().isLoopbackAddress()).isTrue();
      assertThat(get(container)).startsWith("HTTP/1.").endsWith("hello\n");
      assertThatThrownBy(() -> container.address(new Port(1, "tcp")))
          .hasMessage("Port '1/tcp' was not published: name it in the launch's ports [8080/tcp]");
    }
  }

  private static String get(Container container) throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(container.address(new Port(8080, "tcp")), 5000);
      socket.setSoTimeout(5000);
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void appThatIgnoresTheStopSignalIsKilledAfterTheGrace() throws Exception {
    Launch launch = untraced("{'Cmd':['sh','-c','trap : TERM; while :; do sleep 1; done']}");
    try (Container container = engine.launch(launch)) {
      long start = System.nanoTime();
      assertThat(container.stop(Duration.ofMillis(300))).isEqualTo(137);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
    }
  }

  @Test
  void stopSignalOfTheImageIsUsed() throws Exception {
    Launch launch =
        untraced(
            "{'StopSignal':'SIGUSR1','Cmd':['sh','-c','trap exit USR1; while :; do sleep 0.1; done']}");
    try (Container container = engine.launch(launch)) {
      assertThat(container.stop(Duration.ofSeconds(10))).isIn(0, 138);
    }
  }

  @Test
  void missingProgramIsNamed() throws Exception {
    Launch launch = untraced("{'Entrypoint':['/bin/absent']}");
    assertThatThrownBy(() -> engine.launch(launch))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("The image 'test/busybox' could not be started: ")
        .hasMessageContaining("/bin/absent")
        .hasMessageEndingWith(
            "Correct its entrypoint, user or working directory, or the launch settings.");
  }

  @Test
  void missingUserIsNamed() throws Exception {
    Launch launch = untraced("{'Cmd':['id'],'User':'nobody-here'}");
    assertThatThrownBy(() -> engine.launch(launch))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("nobody-here");
  }

  @Test
  void appThatExitsBeforeItsPortsArePublishedShowsItsOutput() throws Exception {
    Launch launch =
        untraced("{'Cmd':['sh','-c','echo no database; exit 3']}", new Port(8080, "tcp"));
    try (Container container = engine.launch(launch)) {
      assertThat(container.exit().get(20, SECONDS)).isEqualTo(3);
      assertThatThrownBy(() -> container.listening(new Port(8080, "tcp")).get(20, SECONDS))
          .rootCause()
          .hasMessageContaining("exited with code 3.")
          .hasMessageContaining("no database");
    }
  }

  @Test
  void engineThatWasClosedRefusesLaunches() throws Exception {
    engine.close();
    engine.close();
    Launch launch = untraced("{'Cmd':['id']}");
    assertThatThrownBy(() -> engine.launch(launch))
        .hasMessage("The Docker engine's connection is closed. Launch before closing.");
  }

  @Test
  void imageIsLoadedOnceAndGoneAfterClose() throws Exception {
    Image image = BusyBox.image("{'Cmd':['id'],'Labels':{'once':'1'}}");
    int[] written = {0};
    try (DockerEngine counting =
        DockerEngine.over(
            daemon,
            Docker.in(folder.resolve("native")),
            (i, tag, out) -> {
              written[0]++;
              BusyBox.archive(i, tag, out);
            })) {
      run(counting, Docker.untraced(folder, image, List.of()));
      run(counting, Docker.untraced(folder, image, List.of()));
      assertThat(daemon.imageId(image.digest().toString())).isPresent();
      // A second run beside it finds the image and keeps it for itself.
      run(engine, Docker.untraced(folder, image, List.of()));
    }
    assertThat(written[0]).isEqualTo(1);
    assertThat(daemon.imageId(image.digest().toString())).isPresent();
    engine.close();
    assertThat(daemon.imageId(image.digest().toString())).isEmpty();
  }

  @Test
  void imageThatTheUserHasIsUsedAndStays() throws Exception {
    Image image = BusyBox.image("{'Cmd':['id'],'Labels':{'users':'1'}}");
    String name = "slim-test/users:1";
    java.io.ByteArrayOutputStream tar = new java.io.ByteArrayOutputStream();
    BusyBox.archive(image, name, tar);
    daemon.load(new java.io.ByteArrayInputStream(tar.toByteArray()));
    try {
      try (DockerEngine other =
          DockerEngine.over(
              daemon,
              Docker.in(folder.resolve("native")),
              (i, tag, out) -> {
                throw new AssertionError("loaded again");
              })) {
        assertThat(run(other, Docker.untraced(folder, image, List.of()))).startsWith("uid=0");
      }
      assertThat(daemon.imageId(name)).contains(image.digest().toString());
    } finally {
      daemon.client().removeImageCmd(name).exec();
    }
  }

  @Test
  void failureOfTheArchiveIsPassedOnAndNothingIsLoaded() throws Exception {
    Image image = BusyBox.image("{'Cmd':['id'],'Labels':{'broken':'1'}}");
    try (DockerEngine failing =
        DockerEngine.over(
            daemon,
            Docker.in(folder.resolve("native")),
            (i, tag, out) -> {
              out.write(new byte[5_000_000]);
              throw new IOException("disk of the layers is gone");
            })) {
      assertThatThrownBy(() -> failing.launch(Docker.untraced(folder, image, List.of())))
          .hasMessageContaining("disk of the layers is gone");
    }
    assertThat(daemon.imageId(image.digest().toString())).isEmpty();
  }

  @Test
  void archiveThatTheEngineRefusesGivesTheEnginesWords() throws Exception {
    Image image = BusyBox.image("{'Cmd':['id'],'Labels':{'refused':'1'}}");
    try (DockerEngine failing =
        DockerEngine.over(
            daemon,
            Docker.in(folder.resolve("native")),
            (i, tag, out) -> {
              for (int n = 0; n < 1000; n++) {
                out.write(
                    "this is no tar archive at all, repeated..."
                        .repeat(1000)
                        .getBytes(StandardCharsets.UTF_8));
              }
            })) {
      assertThatThrownBy(() -> failing.launch(Docker.untraced(folder, image, List.of())))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("could not load the image 'test/busybox': ");
    }
  }

  @Test
  void closingTheContainerFailsWhatWaits() throws Exception {
    Container container = engine.launch(untraced("{'Cmd':['sleep','1000']}"));
    var waiting = container.listening(new Port(80, "tcp"));
    var exit = container.exit();
    container.close();
    container.close();
    assertThatThrownBy(() -> waiting.get(5, SECONDS)).hasCauseInstanceOf(EngineException.class);
    assertThat(exit.handle((code, failure) -> "over").get(5, SECONDS)).isEqualTo("over");
  }

  @Test
  void interruptedLaunchLeavesNothing() throws Exception {
    Path scripts = Docker.noSensor(folder.resolve("scripts"));
    for (String arch : List.of("linux-x86_64", "linux-aarch64")) {
      // Never says that the app was executed.
      Files.writeString(
          scripts.resolve(arch).resolve("sensor"), "#!/bin/sh\necho here\nexec sleep 1000\n");
    }
    Launch untraced = untraced("{'Cmd':['id']}");
    Launch launch =
        new Launch(
            untraced.image(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            true,
            untraced.directory());
    try (DockerEngine silent = DockerEngine.over(daemon, Docker.in(scripts), BusyBox::archive)) {
      CompletableFuture<Throwable> outcome = new CompletableFuture<>();
      Thread launching =
          new Thread(
              () -> {
                try {
                  silent.launch(launch);
                  outcome.complete(null);
                } catch (IOException | InterruptedException e) {
                  outcome.complete(e);
                }
              });
      launching.start();
      Path log = launch.directory().resolve("container.log");
      while (launching.isAlive() && (Files.notExists(log) || Files.size(log) == 0)) {
        launching.join(20);
      }
      launching.interrupt();
      assertThat(outcome.get(20, SECONDS)).isInstanceOf(InterruptedException.class);
      launching.join();
      assertThat(silent.leftovers().remove()).as("the image alone").isEqualTo(1);
    }
  }

  @Test
  void threadThatIsInterruptedAlreadyLaunchesNothing() throws Exception {
    Launch launch = untraced("{'Cmd':['sleep','1000'],'Labels':{'interrupted':'1'}}");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> engine.launch(launch)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
    assertThat(engine.leftovers().remove()).isLessThanOrEqualTo(1);
  }

  @Test
  void foreignArchitectureIsRefusedForATracedLaunch() throws Exception {
    var json = BusyBox.image("{'Cmd':['id']}").config().json();
    json.put("architecture", "s390x");
    Image image = BusyBox.image("{'Cmd':['id']}");
    Image foreign =
        new Image(
            "test/foreign",
            image.digest(),
            new io.github.slimmaven.image.ImageConfig(json),
            image.layers());
    Launch launch =
        new Launch(foreign, Optional.empty(), List.of(), Optional.empty(), List.of(), true, folder);
    assertThatThrownBy(() -> engine.launch(launch))
        .hasMessageContaining(
            "The image 'test/foreign' is for 's390x', but the Docker engine runs on '");
  }

  @Test
  void markGoesIfTheReaperDoesNotStart(@TempDir Path own) throws Exception {
    Path runs = own.resolve("runs");
    String home = System.getProperty("java.home");
    try (DockerEngine engine =
        DockerEngine.connect(
            Docker.in(Docker.noSensor(own.resolve("native"))), BusyBox::archive, runs)) {
      System.setProperty("java.home", own.toString());
      assertThatThrownBy(() -> engine.network(List.of()))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("could not be started");
    } finally {
      System.setProperty("java.home", home);
    }
    assertThat(runs).isEmptyDirectory();
  }
}
