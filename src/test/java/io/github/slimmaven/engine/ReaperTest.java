package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.WaitContainerCondition;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("docker")
class ReaperTest {
  @TempDir Path folder;
  private DockerDaemon daemon;

  @BeforeEach
  void connect() throws Exception {
    daemon = Docker.daemon();
  }

  @AfterEach
  void close() throws IOException {
    if (daemon != null) {
      daemon.close();
    }
  }

  private record Running(Process jvm, String run, String container, ProcessHandle reaper) {}

  private Running start() throws IOException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledRun.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = jvm.inputReader();
    String line = out.readLine();
    assertThat(line).as("the child's line").isNotNull();
    String[] words = line.split(" ");
    return new Running(
        jvm, words[0], words[1], ProcessHandle.of(Long.parseLong(words[2])).orElseThrow());
  }

  @Test
  void killedJvmLeavesNothingInTheEngine() throws Exception {
    Running running = start();
    assertThat(daemon.tags("slim-maven/run:" + running.run() + "-*")).hasSize(1);

    running.jvm().destroyForcibly();
    assertThat(running.jvm().waitFor()).isEqualTo(137);
    running.reaper().onExit().get(20, SECONDS);

    assertGone(running);
  }

  @Test
  void terminatedJvmHasRemovedAllWhenItIsGone() throws Exception {
    Running running = start();

    running.jvm().toHandle().destroy();
    assertThat(running.jvm().waitFor()).isEqualTo(143);

    assertGone(running);
    running.reaper().onExit().get(20, SECONDS);
  }

  private void assertGone(Running running) throws Exception {
    assertThatThrownBy(() -> daemon.client().inspectContainerCmd(running.container()).exec())
        .isInstanceOf(NotFoundException.class);
    assertThat(new DockerLeftovers(daemon, running.run()).remove()).isZero();
  }

  @Test
  void reaperOutlivesAnInterruptOfTheWholeGroup() throws Exception {
    Running running = start();

    running.reaper().destroy();
    running.jvm().destroyForcibly();
    running.reaper().onExit().get(20, SECONDS);

    assertGone(running);
  }

  @Test
  void containerThatAppearsAfterTheDeathIsRemoved() throws Exception {
    String run = "late" + System.nanoTime();
    String name = "slim-test/late:1";
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    BusyBox.archive(BusyBox.image("{'Cmd':['id'],'Labels':{'late':'1'}}"), name, tar);
    daemon.load(new ByteArrayInputStream(tar.toByteArray()));
    try {
      ReaperProcess reaper = ReaperProcess.start(run);
      String early = create(name, run);
      reaper.making(
          () -> {
            // The request is under way when its sender dies, and comes after the first clean-up.
            reaper.close();
            awaitRemoval(early);
            return create(name, run);
          });
      reaper.handle().onExit().get(30, SECONDS);
      assertThat(new DockerLeftovers(daemon, run).remove()).isZero();
    } finally {
      daemon.client().removeImageCmd(name).withForce(true).exec();
    }
  }

  private String create(String image, String run) {
    return daemon.client().createContainerCmd(image).withLabels(Docker.label(run)).exec().getId();
  }

  private void awaitRemoval(String container) {
    try {
      daemon
          .client()
          .waitContainerCmd(container)
          .withCondition(WaitContainerCondition.REMOVED)
          .start()
          .awaitStatusCode(20, SECONDS);
    } catch (NotFoundException | DockerClientException e) {
      assertThatThrownBy(() -> daemon.client().inspectContainerCmd(container).exec())
          .as("removed before the wait began")
          .isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void processThatMakesThingsEndsWithItsParent() throws Exception {
    ReaperProcess reaper = ReaperProcess.start("maker" + System.nanoTime());
    Process maker = new ProcessBuilder("sh", "-c", "sleep 1000 & wait").start();
    Process other = new ProcessBuilder("sleep", "1000").start();
    try {
      reaper.watch(maker);
      reaper.close();

      assertThat(maker.onExit().get(20, SECONDS).exitValue()).isEqualTo(137);
      reaper.handle().onExit().get(30, SECONDS);
      assertThat(other.isAlive()).isTrue();
    } finally {
      ComposeCommand.kill(maker.toHandle());
      other.destroyForcibly();
    }
  }

  @Test
  void whatComposeMadeForARunIsRemoved() throws Exception {
    String run = "composed" + System.nanoTime();
    Map<String, String> label = Map.of(ComposeProject.LABEL, ComposeProject.name(run));
    String network =
        daemon
            .client()
            .createNetworkCmd()
            .withName(ComposeProject.name(run) + "_default")
            .withLabels(label)
            .exec()
            .getId();
    String volume = ComposeProject.name(run) + "_data";
    daemon.client().createVolumeCmd().withName(volume).exec();
    String others = "other-" + volume;
    daemon.client().createVolumeCmd().withName(others).exec();
    try {
      assertThat(new DockerLeftovers(daemon, run).remove()).isEqualTo(2);

      assertThatThrownBy(() -> daemon.client().inspectNetworkCmd().withNetworkId(network).exec())
          .isInstanceOf(NotFoundException.class);
      assertThatThrownBy(() -> daemon.client().inspectVolumeCmd(volume).exec())
          .isInstanceOf(NotFoundException.class);
      assertThat(daemon.client().inspectVolumeCmd(others).exec().getName()).isEqualTo(others);
    } finally {
      daemon.client().removeVolumeCmd(others).exec();
    }
  }

  @Test
  void reaperThatWasLetGoTouchesNothing() throws Exception {
    String run = "kept" + System.nanoTime();
    try (DockerEngine engine =
        DockerEngine.over(
            daemon, Docker.in(Docker.noSensor(folder.resolve("native"))), BusyBox::archive)) {
      engine.launch(
          Docker.untraced(folder, BusyBox.image("{'Cmd':['sleep','99']}"), java.util.List.of()));
      ReaperProcess other = ReaperProcess.start(engine.run());
      other.done();
      other.close();
      other.handle().onExit().get(20, SECONDS);
      assertThat(engine.leftovers().remove()).as("still there for " + run).isEqualTo(2);
    }
  }
}
