package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.Renderings;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.Severity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncrementalTest {
  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();
  private final List<String> env = new ArrayList<>();
  private final List<ImageReference> to = new ArrayList<>();
  private Path output;
  private FakeEngine engine;

  @BeforeEach
  void source() throws IOException {
    output = Files.createDirectory(temp.resolve("slim"));
    source(100);
  }

  @Test
  void unchangedRunLaunchesNothingAndLeavesEverything() throws Exception {
    Report first = run(false);
    Map<String, String> left = files();
    said.clear();

    assertThat(run(false)).isEqualTo(first);

    assertRuns(1);
    assertThat(files()).isEqualTo(left);
    assertThat(said)
        .containsExactly(
            "Nothing has changed since the last run: its image '"
                + output.resolve("image")
                + "' ("
                + first.slim().orElseThrow().digest()
                + ") and reports stay. -Dslim.rerun runs all the same.");
  }

  @Test
  void thatItRunsAnywayCanBeAskedFor() throws Exception {
    run(false);
    run(true);
    assertRuns(2);

    run(false);
    assertRuns(2);
  }

  @Test
  void otherParametersAreAReasonToRun() throws Exception {
    env.add("PASSWORD=first");
    run(false);
    env.set(0, "PASSWORD=other");
    run(false);

    assertRuns(2);
    assertThat(output.resolve("run.json")).content().doesNotContain("first", "other");
  }

  @Test
  void anotherSourceIsAReasonToRun() throws Exception {
    run(false);
    source(101);
    run(false);

    assertRuns(1); // of the engine of the other source
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run.json",
        "report.json",
        "report.html",
        "files.csv",
        "trace.json",
        "size.json",
        "image.digest",
        "image.id",
        "container.log",
        "image/index.json",
        "image/oci-layout"
      })
  void whatIsMissingOfTheLastRunIsAReasonToRun(String name) throws Exception {
    run(false);
    Files.delete(output.resolve(name));
    run(false);

    assertRuns(2);
    assertThat(output.resolve(name)).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"run.json", "report.json", "report.html", "trace.json", "image/index.json"})
  void whatWasChangedOfTheLastRunIsAReasonToRun(String name) throws Exception {
    run(false);
    Files.writeString(output.resolve(name), "{}");
    run(false);

    assertRuns(2);
  }

  @Test
  void aBlobOfAnotherLengthOrOneMoreIsAReasonToRun() throws Exception {
    run(false);
    Files.writeString(output.resolve("image/blobs/sha256/" + "0".repeat(64)), "more");
    run(false);

    assertRuns(2);
  }

  @Test
  void copiedFilesOfTheSameContentAreNoReasonToRun() throws Exception {
    run(false);
    for (String name : List.of("trace.json", "image/index.json")) {
      Files.setLastModifiedTime(
          output.resolve(name), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
    run(false);

    assertRuns(1);
  }

  @Test
  void whatTheGateAddedGoesForTheNextGate() throws Exception {
    Report first = run(false);
    Map<String, String> left = files();
    List<CheckResult> checks =
        List.of(
            new CheckResult(
                "maxSize",
                Optional.empty(),
                BigDecimal.ONE,
                BigDecimal.TEN,
                Optional.empty(),
                true,
                Severity.ERROR,
                "fits",
                List.of()));
    ReportJson.writeChecks(checks, output.resolve("report.json"));
    Renderings.update(first.withChecks(checks), output);
    assertThat(files()).isNotEqualTo(left);

    assertThat(run(false)).isEqualTo(first);

    assertRuns(1);
    assertThat(files()).isEqualTo(left);
  }

  @Test
  void whatIsMissingElsewhereIsWrittenAgain() throws Exception {
    Path archive = temp.resolve("web.tar");
    Path layout = temp.resolve("copy");
    to.add(ImageReference.of("tar://" + archive));
    to.add(ImageReference.of("oci://" + layout));
    run(false);
    byte[] written = Files.readAllBytes(archive);
    Files.delete(archive);
    Files.delete(layout.resolve("index.json"));
    said.clear();

    run(false);

    assertRuns(1);
    assertThat(archive).hasBinaryContent(written);
    assertThat(layout.resolve("index.json"))
        .hasSameBinaryContentAs(output.resolve("image/index.json"));
    assertThat(said.stream().filter(line -> line.startsWith("Wrote "))).hasSize(2);
    said.clear();

    run(false);

    assertThat(said).as("all is there again").hasSize(1);
  }

  @Test
  void aFailedRunIsNotKept() throws Exception {
    engine.replies.put(FakeEngine.Role.SLIM, new FakeEngine.Reply(200, "broken"));
    assertThatThrownBy(() -> run(false)).isInstanceOf(SlimFailure.class);
    engine.replies.put(FakeEngine.Role.SLIM, new FakeEngine.Reply(200, "hello"));
    run(false);

    assertThat(engine.launched).filteredOn(FakeEngine.Role.TRACED::equals).hasSize(2);
  }

  @Test
  void whatOthersHaveStartedMayHaveChanged() throws Exception {
    SlimRequest request =
        FakeRequest.among(
            new Surroundings(List.of(), Optional.of("shop"), Optional.empty()), request());

    assertThat(Inputs.of(request())).isPresent();
    assertThat(Inputs.of(request)).isEmpty();
  }

  @Test
  void whatChangesDuringTheRunIsNotTakenForWhatItHasSeen() throws Exception {
    SlimRequest request = request();
    Incremental.run(
        request,
        false,
        log(),
        () -> {
          Report report = SlimRun.run(request, log(), () -> engine);
          source(102);
          return report;
        });

    assertThat(output.resolve("run.json")).doesNotExist();
  }

  private void assertRuns(int runs) {
    assertThat(engine.launched).filteredOn(FakeEngine.Role.TRACED::equals).hasSize(runs);
  }

  private Report run(boolean anyway) throws IOException, InterruptedException, SlimFailure {
    SlimRequest request = request();
    return Incremental.run(request, anyway, log(), () -> SlimRun.run(request, log(), () -> engine));
  }

  private RunLog log() {
    return new RunLog(said::add, said::add);
  }

  private SlimRequest request() {
    SlimRequest request =
        FakeRequest.of(TraceRequest.launch(), List.of(), 0, to, output, temp.resolve("cache"));
    return request.with(Optional.empty(), request.ports(), env, Optional.empty(), Optional.empty());
  }

  /** Of the output, by name, but what the gate's run time leaves. */
  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> below = Files.walk(output)) {
      for (Path file : below.filter(Files::isRegularFile).toList()) {
        files.put(output.relativize(file).toString(), FileState.digest(file).toString());
      }
    }
    return files;
  }

  private void source(int bytes) throws IOException {
    try (LayerWriter writer = LayerWriter.create(temp.resolve(bytes + ".tar"))) {
      for (String path : List.of("/app/data", "/app/run", "/unused")) {
        writer.file(path, 0755, 0, 0, 0, bytes, new ByteArrayInputStream(new byte[bytes]));
      }
      Layer layer = writer.finish(true);
      Image image = Images.of(layer);
      new BuiltSource(image, List.of(), Optional.of(Set.of())).write(output);
      engine = new FakeEngine(image.digest(), "hello");
    }
  }
}
