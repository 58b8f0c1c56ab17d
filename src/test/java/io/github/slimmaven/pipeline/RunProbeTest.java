package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.keep.Level;
import io.github.slimmaven.report.ConsoleSummary;
import io.github.slimmaven.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A command-line tool with no port: each probe of kind {@code run} is a launch of its own. */
class RunProbeTest {
  private static final String TOOL = "{'Entrypoint':['/bin/busybox'],'Cmd':['true']}";

  @TempDir Path folder;

  private static TestLayer files() throws Exception {
    return TestLayer.busyBox()
        .directory("data/")
        .text("data/greeting", "hello\n")
        .text("data/parting", "goodbye\n")
        .ballast("data/unused");
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aToolWithoutPortIsMinifiedByTheUnionOfItsRuns(EngineChoice engine) throws Exception {
    TestRun run =
        new TestRun(folder, engine)
            .level(Level.AGGRESSIVE)
            .run(0, "^hello$", "cat", "/data/greeting")
            .run(0, "goodbye", "cat", "/data/parting")
            .run(1, "No such file", "cat", "/data/missing");

    Report report = run.minify(TOOL, files());

    assertThat(report.status()).isEqualTo(Report.Status.MINIFIED);
    assertThat(report.probes())
        .extracting(p -> p.request() + " " + p.source().status() + " " + p.same())
        .containsExactly(
            "run cat /data/greeting 0 true",
            "run cat /data/parting 0 true",
            "run cat /data/missing 1 true");
    assertThat(ConsoleSummary.lines(report))
        .anyMatch(line -> line.contains("run cat /data/greeting: exit code 0, 6 B in"));
    assertThat(run.slimTree().get("/data/greeting")).isPresent();
    assertThat(run.slimTree().get("/data/parting")).isPresent();
    assertThat(run.slimTree().get("/data/unused")).isEmpty();
    assertThat(Files.readString(run.output().resolve("container.log")))
        .contains("hello\ngoodbye\n");
    assertThat(folder.resolve("output")).isDirectoryNotContaining("glob:**work-*");
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aRunThatNothingMendsFailsTheBuildWithItsExitCodes(EngineChoice engine) throws Exception {
    String twoNames = "[ $(/bin/busybox stat -c %h /data/greeting) = 2 ]";
    TestRun run = new TestRun(folder, engine).drop("/data/name").run(0, "", "sh", "-c", twoNames);

    assertThatThrownBy(() -> run.minify(TOOL, files().hardLink("data/name", "data/greeting")))
        .isInstanceOf(SlimFailure.class)
        .hasMessageContaining("'run sh -c " + twoNames + "'")
        .hasMessageContaining("exit code '0' in the source, '1' in the slim image");
    assertThat(run.output().resolve("image")).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aRunOfTheSourceWithAnotherExitCodeOrOutputIsNamedWithItsLog(EngineChoice engine)
      throws Exception {
    TestRun wrongCode = new TestRun(folder, engine).run(0, "", "cat", "/data/missing");
    assertThatThrownBy(() -> wrongCode.minify(TOOL, files()))
        .isInstanceOf(SlimFailure.class)
        .hasMessageContaining(
            "'run cat /data/missing' ended with exit code '1', but expected is '0'")
        .hasMessageContaining("<exitCode>")
        .hasMessageContaining("No such file");

    TestRun wrongOutput = new TestRun(folder, engine).run(0, "^bye", "cat", "/data/greeting");
    assertThatThrownBy(() -> wrongOutput.minify(TOOL, files()))
        .isInstanceOf(SlimFailure.class)
        .hasMessageContaining("nothing in its output matches '^bye'")
        .hasMessageContaining("hello");
  }
}
