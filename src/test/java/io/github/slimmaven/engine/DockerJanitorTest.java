package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.LiveMark;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start removes of runs that were killed together with their reaper, and what it leaves. */
@Tag("docker")
@Tag("faults")
class DockerJanitorTest {
  @TempDir Path folder;
  private final List<Running> started = new ArrayList<>();
  private DockerDaemon daemon;
  private Path runs;

  private record Running(Process jvm, String run, ProcessHandle reaper) {}

  @BeforeEach
  void connect() throws Exception {
    daemon = Docker.daemon();
    runs = folder.resolve("runs");
  }

  @AfterEach
  void close() throws Exception {
    for (Running running : started) {
      running.jvm().destroyForcibly();
      running.reaper().destroyForcibly();
      running.jvm().waitFor();
      new DockerLeftovers(daemon, running.run()).remove();
    }
    if (daemon != null) {
      daemon.close();
    }
  }

  /** A run of its own JVM, with a container, an image and a network. */
  private Running start(String name) throws IOException {
    Path own = Files.createDirectory(folder.resolve(name));
    Files.createDirectories(runs);
    Files.createSymbolicLink(own.resolve("runs"), runs);
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRun.class.getName(),
                own.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = jvm.inputReader();
    String line = out.readLine();
    assertThat(line).as("the child's line").isNotNull();
    String[] words = line.split(" ");
    ProcessHandle reaper = ProcessHandle.of(Long.parseLong(words[2])).orElseThrow();
    Running running = new Running(jvm, words[0], reaper);
    started.add(running);
    return running;
  }

  private static void killWithReaper(Running running) throws Exception {
    ProcessHandle reaper = running.reaper();
    reaper.destroyForcibly();
    reaper.onExit().get(20, SECONDS);
    running.jvm().destroyForcibly();
    assertThat(running.jvm().waitFor(20, SECONDS)).isTrue();
  }

  private List<String> marks() throws IOException {
    try (Stream<Path> marks = Files.list(runs)) {
      return marks.map(mark -> mark.getFileName().toString()).toList();
    }
  }

  private void startAnother() throws Exception {
    DockerEngine.connect(
            Docker.in(Docker.noSensor(folder.resolve("native"))), BusyBox::archive, runs)
        .close();
  }

  @Test
  void nextStartRemovesWhatADeadRunLeftAndNothingOfALivingOne() throws Exception {
    Running dead = start("dead");
    Running living = start("living");
    killWithReaper(dead);
    assertThat(containers(dead)).as("left by the kill").hasSize(1);

    startAnother();

    assertThat(containers(dead)).isEmpty();
    assertThat(new DockerLeftovers(daemon, dead.run()).remove()).isZero();
    assertThat(containers(living)).hasSize(1);
    assertThat(daemon.tags("slim-maven/run:" + living.run() + "-*")).hasSize(1);
    assertThat(marks()).singleElement().asString().startsWith(living.run());
  }

  @Test
  void runInAnotherEngineIsLeftToThat() throws Exception {
    Files.createDirectories(runs);
    Path mark = runs.resolve("0123.00000000-0000-0000-0000-000000000000.live");
    Files.writeString(mark, "tcp://elsewhere:2375");

    startAnother();

    assertThat(mark).exists();
  }

  @Test
  void markGoesWithItsRun() throws Exception {
    DockerJanitor janitor = new DockerJanitor(daemon, runs);
    try (LiveMark mark = janitor.mark("0123")) {
      assertThat(marks()).hasSize(1);
      janitor.clean();
      assertThat(marks()).as("of this very JVM: %s", mark).hasSize(1);
    }
    assertThat(marks()).isEmpty();
  }

  private List<?> containers(Running running) {
    return daemon
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Docker.label(running.run()))
        .exec();
  }
}
