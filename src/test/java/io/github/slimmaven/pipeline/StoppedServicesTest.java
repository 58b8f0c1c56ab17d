package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.engine.Docker;
import io.github.slimmaven.engine.DockerDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C, TERM and a kill while an app runs with what it needs: nothing of either is left. */
@Tag("docker")
@Tag("faults")
class StoppedServicesTest {
  @TempDir Path folder;
  private final String label = "slim.test=" + UUID.randomUUID();
  private final String image = "slim-test/stopped:" + UUID.randomUUID();
  private Path tar;
  private DockerDaemon daemon;
  private boolean named;

  @BeforeEach
  void app() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "there is no static busybox in /bin");
    tar = TinyImage.write(folder.resolve("tiny.tar"), label, TinyImage.HTTPD, 1 << 20);
    daemon = Docker.daemon();
  }

  @AfterEach
  void close() throws IOException {
    if (daemon != null) {
      if (named) {
        Docker.remove(daemon, image);
      }
      daemon.close();
    }
  }

  @ParameterizedTest(name = "{0} with {1}, {3} at {2}")
  @CsvSource({
    "sandbox, service, Engine:, INT",
    "sandbox, service, Launched, TERM",
    "sandbox, service, STARTED, INT",
    "sandbox, service, Launched, KILL",
    "sandbox, service, STARTED, KILL",
    "docker, service, Engine:, TERM",
    "docker, service, STARTED, INT",
    "docker, service, Launched, KILL",
    "docker, service, STARTED, KILL",
    "docker, compose, Engine:, KILL",
    "docker, compose, Launched, INT",
    "docker, compose, STARTED, TERM",
    "docker, compose, STARTED, KILL",
  })
  void leavesNothing(String engine, String what, String line, String signal) throws Exception {
    if (what.equals("compose")) {
      compose();
    } else {
      service(folder.resolve(TinyRun.SERVICE));
    }
    boolean early = line.equals("Engine:"); // goes on while the signal comes
    Path output = folder.resolve("output");
    Path cache = folder.resolve("cache");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));

    TinyProcess run =
        TinyProcess.start(
            List.of("setsid"),
            Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary),
            engine,
            tar,
            output,
            cache,
            "-",
            early ? "-" : line.equals("STARTED") ? "tests" : line);
    run.await(line);
    Set<String> networks = Docker.networksOf(daemon, label);
    if (!early) {
      assertThat(networks).as("while they run").hasSize(engine.equals("docker") ? 1 : 0);
    }
    if (signal.equals("KILL")) {
      run.kill();
    } else {
      run.signalGroup(signal, folder);
    }
    String said = run.end(20);

    assertThat(run.code())
        .as(said)
        .isEqualTo(signal.equals("INT") ? 130 : signal.equals("TERM") ? 143 : 137);
    Leftovers leftovers = new Leftovers(output, cache);
    leftovers.assertNoProcess(run);
    leftovers.assertNoMount();
    assertThat(temporary).as(said).isEmptyDirectory();
    if (what.equals("compose")) {
      Docker.remove(daemon, image);
      named = false;
    }
    assertThat(Docker.labelled(daemon, label)).as(said).isEmpty();
    assertThat(Docker.networks(daemon)).as(said).noneMatch(networks::contains);
    if (!signal.equals("KILL")) {
      leftovers.assertNoFile();
    }
  }

  private void compose() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "docker-compose"))),
        "there is no docker-compose");
    Docker.load(daemon, service(folder.resolve("db.tar")), label, image);
    named = true;
    Files.writeString(
        folder.resolve(TinyRun.COMPOSE),
        "services: {app: {image: %1$s, depends_on: [db]}, db: {image: %1$s}}".formatted(image));
  }

  private Path service(Path archive) throws IOException {
    return TinyImage.write(archive, label, TinyImage.ECHO, 1, "SIGKILL", 5000);
  }
}
