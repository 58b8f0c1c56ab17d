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
import java.util.UUID;
import java.util.stream.Stream;

/** A tiny image, and the places of its runs, each of which is a {@link TinyProcess}. */
final class TinyProject {
  static final Path SOCKET = Path.of("/var/run/docker.sock");

  private final Path folder;
  private final String label = "slim.test=" + UUID.randomUUID();
  private String to;

  private TinyProject(Path folder, String to) {
    this.folder = folder;
    this.to = to;
  }

  /** Publishes to an archive. */
  static TinyProject in(Path folder) throws IOException {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "there is no static busybox in /bin");
    TinyProject project = new TinyProject(folder, "");
    Files.createDirectory(project.published().getParent());
    project.to("tar://" + project.published());
    project.write(TinyImage.HTTPD, 1 << 20);
    return project;
  }

  /** Publishes there from now on. */
  void to(String place) {
    to = place;
  }

  /** Another image. */
  void write(String script, int noise) throws IOException {
    TinyImage.write(folder.resolve("tiny.tar"), label, script, noise);
  }

  Path output() {
    return folder.resolve("output");
  }

  Path published() {
    return folder.resolve("published").resolve("image.tar");
  }

  Leftovers leftovers() {
    return new Leftovers(output(), folder.resolve("cache"));
  }

  /** {@link TinyProcess#start}. */
  TinyProcess start(
      List<String> launcher, Map<String, String> environment, String engine, String pause)
      throws IOException {
    return TinyProcess.start(
        launcher,
        environment,
        engine,
        folder.resolve("tiny.tar"),
        output(),
        folder.resolve("cache"),
        to,
        pause);
  }

  TinyProcess start(String engine, String pause) throws IOException {
    return start(List.of("setsid"), Map.of(), engine, pause);
  }

  void succeed(String engine) throws Exception {
    succeed(List.of("setsid"), Map.of(), engine);
  }

  /** A run that ends well; afterwards nothing is left of it, nor of one before. */
  void succeed(List<String> launcher, Map<String, String> environment, String engine)
      throws Exception {
    TinyProcess run = start(launcher, environment, engine, "-");
    String said = run.end(90);
    assertThat(said).contains("ENDED");
    assertNothingLeft(run, said);
    assertThat(output().resolve("report.json")).exists();
    assertThat(output().resolve("image/index.json")).exists();
  }

  /** What must hold after any end but a kill of all processes at once. */
  void assertNothingLeft(TinyProcess run, String said) throws Exception {
    Leftovers leftovers = leftovers();
    leftovers.assertNoProcess(run);
    leftovers.assertNoMount();
    leftovers.assertNoFile();
    try (Stream<Path> beside = Files.list(published().getParent())) {
      assertThat(beside.filter(file -> !file.equals(published()))).as(said).isEmpty();
    }
    if (Files.exists(SOCKET)) {
      try (DockerDaemon daemon = Docker.daemon()) {
        assertThat(Docker.labelled(daemon, label)).as(said).isEmpty();
      }
    }
  }
}
