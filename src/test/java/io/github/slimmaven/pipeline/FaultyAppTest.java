package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.engine.SandboxEngine;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.trace.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apps that do not do what they should: what the user reads. */
class FaultyAppTest {
  @TempDir Path folder;

  @BeforeEach
  void sandbox() throws Exception {
    assumeTrue(Files.exists(Path.of("/bin/busybox")), "there is no static busybox in /bin");
    Path sensor = new Sensor().extract(System.getProperty("os.arch"), folder.resolve("sensor"));
    var problem = new SandboxEngine(sensor, folder).check();
    assumeTrue(problem.isEmpty(), () -> "no sandbox here: " + problem.get());
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    new Leftovers(folder.resolve("output"), folder.resolve("cache")).assertNoFile();
  }

  private Report run(String script, String stopSignal) throws Exception {
    Path tar = TinyImage.write(folder.resolve("tiny.tar"), "slim.test=app", script, 1, stopSignal);
    return SlimRun.run(
        TinyRun.request(
            "sandbox",
            tar,
            folder.resolve("output"),
            folder.resolve("cache"),
            List.of(),
            List.of(),
            Duration.ofSeconds(2)),
        new RunLog(line -> {}, line -> {}));
  }

  private void assertFails(String script, Class<? extends Exception> type, String message) {
    assertThatThrownBy(() -> run(script, "SIGKILL"))
        .isInstanceOf(type)
        .hasMessage(message.replace("TAR", "tar://" + folder.resolve("tiny.tar")));
    assertThat(folder.resolve("output/image")).doesNotExist();
  }

  @Test
  void exitAtStartIsToldWithTheCodeAndTheLog() {
    assertFails(
        "echo starting; echo no licence found >&2; exit 3",
        SlimFailure.class,
        "The source image failed its probes: the app exited with code '3' before '8080/tcp' was"
            + " listened on. Look into its log: it may need an <env>, <args> or a service.\n"
            + "The app's log ends:\n  starting\n  no licence found");
  }

  @Test
  void portThatNeverOpensIsToldWithTheTimeAndTheLog() {
    assertFails(
        TinyImage.DEAF,
        SlimFailure.class,
        "The source image failed its probes: '8080/tcp' was not listened on within 2 s; the app"
            + " listens on nothing. Set <ports> to those that the app listens on, or allow it more"
            + " time.\nThe app's log ends:\n  I am deaf");
  }

  @Test
  void answer500IsToldWithItsBodyAndTheLog() {
    assertThatThrownBy(
            () ->
                run(
                    "echo serving; while true; do { echo 'HTTP/1.1 500 Oops'; echo 'Content-Length:"
                        + " 8'; echo; echo no base; } | nc -l -p 8080 >/data/unused; done",
                    "SIGKILL"))
        .isInstanceOf(SlimFailure.class)
        .hasMessageStartingWith("The source image failed its probes: ")
        .hasMessageContaining("GET")
        .hasMessageContaining("'500")
        .hasMessageContaining("no base")
        .hasMessageContaining("The app's log ends:\n  serving");
    assertThat(folder.resolve("output/image")).doesNotExist();
  }

  @Test
  void entrypointThatIsNotThereIsNamed() {
    assertFails(
        "/bin/nothing",
        IOException.class,
        "The app could not be started: '/bin/nothing' was not found. Correct the image's"
            + " entrypoint, user or working directory, or the launch settings.");
  }

  @Test
  void appThatIgnoresTermIsKilledAndTracedToItsEnd() throws Exception {
    Report report = run("trap '' TERM; " + TinyImage.HTTPD, "SIGTERM");

    assertThat(report.slim()).isPresent();
    assertThat(folder.resolve("output/report.json")).exists();
  }
}
