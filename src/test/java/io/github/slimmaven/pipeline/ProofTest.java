package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.keep.Level;
import io.github.slimmaven.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A minified image that misses something is mended and proved again. */
class ProofTest {
  private static final String SHELL = "{'Entrypoint':['/bin/busybox','sh','-c']}";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aFileThatIsLookedUpInVainIsPutBack(EngineChoice engine) throws Exception {
    TestRun run =
        run(engine).drop("/data/greeting").run(0, "^hello$", "/bin/busybox cat /data/greeting");

    Report report = run.minify(SHELL, files());

    assertThat(report.status()).isEqualTo(Report.Status.MINIFIED);
    assertThat(report.verification())
        .isEqualTo(
            new Report.Verification(
                true, 2, List.of("/data/greeting"), Optional.empty(), Optional.empty()));
    assertThat(Files.readString(run.output().resolve("files.csv")))
        .contains("/data/greeting,kept,6,repair,/data/greeting,0")
        .contains("/data/unused,removed,");
    assertThat(run.said())
        .contains("Puts back '/data/greeting', which the source has, and tries again")
        .contains("<keep><keep>/data/greeting</keep></keep>");
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aDirectoryWhoseFilesAreOnlyFoundByListingIsPutBack(EngineChoice engine) throws Exception {
    TestRun run =
        run(engine)
            .drop("/data")
            .run(0, "^hello$", "for f in /data/g*; do /bin/busybox cat $f; done");

    Report report = run.minify(SHELL, files());

    assertThat(report.verification().verified()).isTrue();
    assertThat(report.verification().rounds()).isLessThanOrEqualTo(3);
    assertThat(run.slimTree().get("/data/greeting")).isPresent();
    assertThat(run.slimTree().get("/data/unused")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void anAppThatCannotBeStartedIsMendedFromTheTrace(EngineChoice engine) throws Exception {
    TestRun run = run(engine).drop("/bin/busybox").run(0, "^hello$", "echo hello");

    Report report = run.minify(SHELL, files());

    assertThat(report.verification())
        .isEqualTo(
            new Report.Verification(
                true, 2, List.of("/bin/busybox"), Optional.empty(), Optional.empty()));
  }

  private TestRun run(EngineChoice engine) throws Exception {
    return new TestRun(folder, engine).level(Level.AGGRESSIVE);
  }

  private static TestLayer files() throws Exception {
    return TestLayer.busyBox()
        .directory("data/")
        .text("data/greeting", "hello\n")
        .ballast("data/unused");
  }
}
