package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.report.JavaRuntime;
import io.github.slimmaven.report.JavaRuntime.CdsState;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Java runtime that cannot be trimmed, or not be shared, still gives a verified image. */
class FaultyRuntimeTest {
  private static final int OLDEST = 11;

  @TempDir static Path shared;
  private static TinyRuntime runtime;

  @TempDir Path folder;

  @BeforeAll
  static void link() throws Exception {
    runtime =
        TinyRuntime.link(shared.resolve("runtime"), "--add-modules", "java.base,java.logging")
            .share();
  }

  private Report minify(TestRun run, TinyRuntime faulty) throws Exception {
    Report report =
        run.drop("/opt/java/legal")
            .run(0, "^Usage: java", TinyRuntime.HOME + "/bin/java", "--help")
            .minify(faulty.image());
    assertThat(report.status()).isEqualTo(Report.Status.MINIFIED);
    assertThat(report.verification().verified()).isTrue();
    assertThat(ReportJson.read(run.output().resolve("report.json")).java())
        .isEqualTo(report.java());
    return report;
  }

  private TestRun run(EngineChoice engine, JvmRequest.Cds cds) throws Exception {
    return new TestRun(folder, engine).jvm(TinyRuntime.modules(cds));
  }

  private static void assertWhole(TestRun run, Report report, String why) throws Exception {
    JavaRuntime java = report.java().get(0);
    assertThat(java.untouched()).hasValueSatisfying(said -> assertThat(said).contains(why));
    assertThat(java.slimSize()).isEqualTo(java.sourceSize());
    assertThat(run.slimTree().get(TinyRuntime.LIBRARY).orElseThrow().size())
        .isEqualTo(java.sourceSize());
    assertThat(run.said())
        .contains("The Java runtime '/opt/java' stays whole: " + java.untouched().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aLibraryThatIsNoneStaysAsItIs(EngineChoice engine) throws Exception {
    TestRun run = run(engine, JvmRequest.Cds.DEFAULT).run(0, "^x", "/bin/cat", "/java/lib/modules");

    Report report =
        run.minify(
            "{'Entrypoint':['/bin/busybox']}",
            TestLayer.busyBox("cat")
                .directory("java/")
                .text("java/release", "JAVA_VERSION=\"17.0.1\"\n")
                .directory("java/lib/")
                .text("java/lib/modules", "x".repeat(100))
                .ballast("java/lib/unused"));

    assertThat(report.verification().verified()).isTrue();
    assertThat(report.java().get(0).untouched())
        .contains(
            "'/java/lib/modules' is no class library of a known format (magic 78787878, version"
                + " 78787878)");
    assertThat(run.said()).contains("The Java runtime '/java' stays whole: '/java/lib/modules'");
    assertThat(run.slimTree().get("/java/lib/modules").orElseThrow().size()).isEqualTo(100);
  }

  /** As jlink's option {@code --compress=1} makes it, up to 20. */
  @Test
  void aLibraryWhoseClassesShareTheirTextsIsTrimmed() throws Exception {
    assumeTrue(Runtime.version().feature() < 21, "its jlink compresses by zip only");
    TinyRuntime packed =
        TinyRuntime.link(shared.resolve("packed"), "--add-modules", "java.base", "--compress=1");
    TestRun run = run(EngineChoice.SANDBOX, JvmRequest.Cds.DEFAULT);

    JavaRuntime java = minify(run, packed).java().get(0);

    assertThat(java.untouched()).isEmpty();
    assertThat(java.slimSize()).isLessThan(java.sourceSize());
  }

  @Test
  void aFailingJlinkLeavesTheRuntimeAsItIs() throws Exception {
    int other = Runtime.version().feature() == 25 ? 17 : 25;
    TestRun run = run(EngineChoice.SANDBOX, JvmRequest.Cds.DEFAULT);

    Report report = minify(run, runtime.copy(folder.resolve("runtime")).claim(other));

    String why = report.java().get(0).untouched().orElse("it was trimmed");
    assumeTrue(!why.contains("no JDK " + other), why);
    assertWhole(run, report, "' failed with code 1: Error: ");
    assertThat(report.java().get(0).cds()).isEqualTo(CdsState.SOURCE);
    assertThat(run.slimTree().get(TinyRuntime.ARCHIVE)).isPresent();
  }

  @Test
  void withoutAJdkOfItsVersionTheRuntimeStaysAsItIs() throws Exception {
    TestRun run = run(EngineChoice.SANDBOX, JvmRequest.Cds.DEFAULT);

    Report report = minify(run, runtime.copy(folder.resolve("runtime")).claim(999));

    assertWhole(
        run,
        report,
        "it has no module 'jdk.jlink' itself, and there is no JDK 999 with 'jdk.jlink' on this machine. Install one");
  }

  @Test
  void oneThatIsTooOldStaysAsItIs() throws Exception {
    TestRun run = run(EngineChoice.SANDBOX, JvmRequest.Cds.DEFAULT);

    Report report = minify(run, runtime.copy(folder.resolve("runtime")).claim(OLDEST - 1));

    assertWhole(run, report, "its version is '10', and only those from 11 on");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFailingDumpLeavesNoArchive(boolean listed) throws Exception {
    TinyRuntime faulty = runtime.copy(folder.resolve("runtime"));
    Path classes = faulty.home().resolve("lib/classlist");
    if (listed) {
      Files.writeString(classes, "@no-such-command\n");
    } else {
      Files.delete(classes);
    }
    TestRun run = run(EngineChoice.SANDBOX, JvmRequest.Cds.DEFAULT);

    Report report = minify(run, faulty);

    JavaRuntime java = report.java().get(0);
    assertThat(java.untouched()).isEmpty();
    assertThat(java.cds()).isEqualTo(CdsState.DROPPED);
    assertThat(java.cdsFailure())
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains(
                        listed
                            ? "/opt/java/bin/java -Xshare:dump "
                            : "the source has no '/opt/java/lib/classlist'"));
    assertThat(run.slimTree().entries()).noneMatch(entry -> entry.path().endsWith(".jsa"));
    assertThat(run.said())
        .contains(
            "The class-data sharing archive '/opt/java/lib/server/classes.jsa' is left out, so"
                + " Java starts a little slower: "
                + java.cdsFailure().orElseThrow());
  }

  @Test
  void whatCannotBeUsedInTheCacheIsMadeAnew() throws Exception {
    minifyShared();
    Path library = cached("jvm");
    byte[] whole = Files.readAllBytes(library);
    Files.write(library, Arrays.copyOf(whole, whole.length / 2));
    Path archive = cached("cds");
    byte[] half = Arrays.copyOf(Files.readAllBytes(archive), whole.length / 4);
    Files.write(archive, half);

    minifyShared();

    assertThat(library).hasBinaryContent(whole);
    assertThat(Files.size(archive)).isGreaterThan(half.length);
  }

  private Path cached(String name) throws Exception {
    try (var files = Files.list(folder.resolve("cache").resolve(name))) {
      return files.findFirst().orElseThrow();
    }
  }

  private void minifyShared() throws Exception {
    Report report = minify(run(EngineChoice.SANDBOX, JvmRequest.Cds.DEFAULT), runtime);
    assertThat(report.java().get(0).cds()).isEqualTo(CdsState.REGENERATED);
  }
}
