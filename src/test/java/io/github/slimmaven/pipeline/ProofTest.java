package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.keep.KeepPattern;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
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

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void anAnswerThatNoFileMendsIsShownAsADiff(EngineChoice engine) throws Exception {
    String listing = "for f in greeting unused; do /bin/busybox stat -c '%a %n' /data/$f; done";
    TestRun run =
        run(engine).keep(KeepPattern.of("/data/unused", "0600", "", "")).run(0, "644", listing);

    assertThatThrownBy(() -> run.minify(SHELL, files()))
        .isInstanceOf(SlimFailure.class)
        .hasMessage(
            """
            Nothing was published: the minified image answers 1 of 1 probe differently:
            'run %s': the body differs
              @@ line 2 @@
               644 /data/greeting
              -644 /data/unused
              +600 /data/unused
            Name the files that it misses in <keep>, or set <level> to 'conservative'."""
                .formatted(listing));
    assertThat(run.output().resolve("image")).doesNotExist();
    assertThat(run.output().resolve("image.digest")).doesNotExist();
    assertThat(ReportJson.read(run.output().resolve("report.json")).probes().get(0).diff())
        .containsExactly(
            "the body differs",
            "@@ line 2 @@",
            " 644 /data/greeting",
            "-644 /data/unused",
            "+600 /data/unused");
  }

  /** It is there, so it is nowhere looked up in vain, but the app may not read it. */
  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aFileThatNoRepairRestoresFailsTheRunAndNothingIsPublished(EngineChoice engine)
      throws Exception {
    Path archive = folder.resolve("published.tar");
    TestRun run =
        run(engine)
            .keep(KeepPattern.of("/data/greeting", "0000", "", ""))
            .to(ImageReference.of("tar://" + archive))
            .run(0, "^hello$", "/bin/busybox cat /data/greeting");

    assertThatThrownBy(() -> run.minify(SHELL.replace("{", "{'User':'1000:1000',"), files()))
        .isInstanceOf(SlimFailure.class)
        .hasMessageStartingWith("Nothing was published: ")
        .hasMessageContaining("/data/greeting");
    assertThat(archive).doesNotExist();
    assertThat(run.output().resolve("image")).doesNotExist();
    assertThat(ReportJson.read(run.output().resolve("report.json")).status())
        .isEqualTo(Report.Status.FAILED);
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
