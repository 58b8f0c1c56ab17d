package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.engine.Docker;
import io.github.slimmaven.engine.DockerDaemon;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run whose JVM is killed: what it started ends soon, and the next run cleans the rest. */
@Tag("docker")
@Tag("faults")
class KilledRunTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"sandbox", "docker"})
  void nextRunSucceedsAfterKillsAtLaunchProbeVerificationAndTests(String engine) throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "there is no static busybox in /bin");
    String label = "slim.test=" + UUID.randomUUID();
    Path output = folder.resolve("output");
    Path cache = folder.resolve("cache");
    Path httpd = TinyImage.write(folder.resolve("tiny.tar"), label, TinyImage.HTTPD, 1 << 20);
    Path mute = TinyImage.write(folder.resolve("mute.tar"), label, TinyImage.MUTE, 1 << 20);

    kill(TinyProcess.start(engine, httpd, output, cache, "-", "-"), "Engine:", output, label);
    kill(TinyProcess.start(engine, mute, output, cache, "-", "-"), "Launched", output, label);
    kill(TinyProcess.start(engine, httpd, output, cache, "-", "-"), "Minified", output, label);
    kill(TinyProcess.start(engine, httpd, output, cache, "-", "tests"), "STARTED", output, label);

    TinyProcess last = TinyProcess.start(engine, httpd, output, cache, "-", "-");
    assertThat(last.end(60)).contains("ENDED");
    Leftovers leftovers = new Leftovers(output, cache);
    leftovers.assertNoFile();
    leftovers.assertNoProcess(last);
    assertThat(output.resolve("report.json")).exists();
  }

  private void kill(TinyProcess run, String line, Path output, String label) throws Exception {
    run.await(line);
    run.kill();
    run.end(10);
    assertThat(run.code()).isEqualTo(137);
    Leftovers leftovers = new Leftovers(output, folder.resolve("cache"));
    leftovers.assertNoProcess(run);
    leftovers.assertNoMount();
    try (DockerDaemon daemon = Docker.daemon()) {
      assertThat(Docker.labelled(daemon, label)).isEmpty();
    }
    assertThat(output.resolve("image")).doesNotExist();
  }
}
