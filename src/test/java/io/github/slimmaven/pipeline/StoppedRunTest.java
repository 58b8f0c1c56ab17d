package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.engine.Docker;
import io.github.slimmaven.engine.DockerDaemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ctrl-C and TERM at every stage, on both engines: the run ends soon and leaves nothing. */
@Tag("docker")
@Tag("faults")
class StoppedRunTest {
  private static final int NOISE = 8 << 20;

  @TempDir Path folder;

  /** At a stage's line the run waits for the signal, unless the stage itself takes long. */
  @ParameterizedTest(name = "{1} on {0}, {3}")
  @CsvSource({
    "sandbox, opened, Source image, INT, -",
    "sandbox, unpacking, Engine:, TERM, -",
    "sandbox, launching, Engine:, INT, deaf",
    "sandbox, probing, Launched, TERM, mute",
    "sandbox, probed, Probed, INT, -",
    "sandbox, traced, Traced, TERM, race",
    "sandbox, minified, Minified, INT, -",
    "sandbox, verified, Verified, INT, -",
    "sandbox, writing, Verified, TERM, race",
    "sandbox, publishing, Wrote, INT, -",
    "sandbox, testing, STARTED, INT, tests",
    "docker, testing, STARTED, TERM, tests",
    "docker, opened, Source image, TERM, -",
    "docker, loading, Engine:, INT, race",
    "docker, launching, Engine:, TERM, deaf",
    "docker, probing, Launched, INT, mute",
    "docker, traced, Traced, INT, -",
    "docker, verifying, Minified, TERM, race",
    "docker, writing, Verified, INT, race",
    "docker, publishing, Wrote, TERM, -",
  })
  void leavesNothing(String engine, String stage, String line, String signal, String how)
      throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "there is no static busybox in /bin");
    String label = "slim.test=" + UUID.randomUUID();
    String script =
        how.equals("deaf") ? TinyImage.DEAF : how.equals("mute") ? TinyImage.MUTE : TinyImage.HTTPD;
    Path tar = TinyImage.write(folder.resolve("tiny.tar"), label, script, NOISE);
    Path output = folder.resolve("output");
    Path cache = folder.resolve("cache");
    Path published = Files.createDirectory(folder.resolve("published"));
    Leftovers leftovers = new Leftovers(output, cache);

    TinyProcess run =
        TinyProcess.start(
            engine,
            tar,
            output,
            cache,
            "tar://" + published.resolve("image.tar"),
            how.equals("-") ? line : how.equals("tests") ? how : "-");
    run.await(line);
    if (how.equals("deaf")) {
      awaitApp(run);
    }
    run.signalGroup(signal, folder);
    String said = run.end(20);

    assertThat(run.code()).as(said).isEqualTo(signal.equals("INT") ? 130 : 143);
    assertThat(said).as(stage).doesNotContain("FAILED").doesNotContain("ENDED");
    leftovers.assertNoFile();
    assertThat(published).isEmptyDirectory();
    leftovers.assertNoMount();
    try (DockerDaemon daemon = Docker.daemon()) {
      assertThat(Docker.labelled(daemon, label)).as(said).isEmpty();
    }
    leftovers.assertNoProcess(run);
  }

  /** Until the app itself runs. */
  private static void awaitApp(TinyProcess run) {
    while (run.processes().stream()
        .noneMatch(p -> p.info().arguments().map(a -> a[a.length - 1]).orElse("").equals("1000"))) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // no event tells
    }
  }
}
