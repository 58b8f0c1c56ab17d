package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.pipeline.FakeEngine.Role;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.trace.TraceException;
import io.github.slimmaven.trace.TraceJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {
  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();
  private Path output;
  private FakeEngine engine;

  @BeforeEach
  void source() throws IOException {
    output = Files.createDirectory(temp.resolve("slim"));
    try (LayerWriter writer = LayerWriter.create(temp.resolve("layer.tar"))) {
      for (String path : List.of("/app/run", "/app/data", "/app/late", "/app/staged", "/unused")) {
        writer.file(path, 0755, 0, 0, 0, 100, new ByteArrayInputStream(new byte[100]));
      }
      Image image = Images.of(writer.finish(true));
      new BuiltSource(image, List.of(), Optional.of(Set.of())).write(output);
      engine = new FakeEngine(image.digest(), "hello");
    }
  }

  @Test
  void stableTraceLaunchesUntilARunAddsNothing() throws Exception {
    engine.alsoTouched.put(2, "/app/late");

    Report report = run(TraceRequest.Mode.STABLE);

    assertThat(engine.launched).containsExactly(Role.TRACED, Role.TRACED, Role.TRACED, Role.SLIM);
    assertThat(said).contains("Traced run 2 added '/app/late'", "Traced run 3 added nothing");
    assertThat(report.tracer().runs()).isEqualTo(3);
    assertThat(kept()).contains("/app/late");
  }

  @Test
  void whatIsNotInTheImageDoesNotCountAsNew() throws Exception {
    engine.alsoTouched.put(2, "/tmp/scratch-1234");

    assertThat(run(TraceRequest.Mode.STABLE).tracer().runs()).isEqualTo(2);
  }

  @Test
  void changeBackAndForthAddsNothingOnceBothWereSeen() throws Exception {
    for (int run = 1; run <= 12; run++) {
      engine.alsoTouched.put(run, run % 2 == 0 ? "/app/late" : "/app/staged");
    }

    assertThat(run(TraceRequest.Mode.STABLE).tracer().runs()).isEqualTo(3);
  }

  @Test
  void committedTraceGivesTheSameImageWithoutATracedLaunch() throws Exception {
    String digest = run(TraceRequest.Mode.LAUNCH).slim().orElseThrow().digest();
    Files.copy(output.resolve("trace.json"), committed());
    engine.launched.clear();

    Report report = run(TraceRequest.Mode.COMMITTED);

    assertThat(engine.launched).containsExactly(Role.AGAIN, Role.SLIM);
    assertThat(report.slim().orElseThrow().digest()).isEqualTo(digest);
    assertThat(report.tracer().runs()).isZero();
    assertThat(report.tracer().files()).containsExactly(committed().toString());
    assertThat(report.tracer().stale()).isEmpty();
    assertThat(output.resolve("trace.json")).hasSameBinaryContentAs(committed());
  }

  @Test
  void committedTraceNamesWhatTheImageHasNoMore() throws Exception {
    run(TraceRequest.Mode.LAUNCH);
    String trace = Files.readString(output.resolve("trace.json"));
    Files.writeString(committed(), trace.replace("/app/data", "/app/renamed"));

    Report report = run(TraceRequest.Mode.COMMITTED);

    assertThat(report.tracer().stale()).containsExactly("/app/renamed");
    assertThat(said)
        .anyMatch(
            line ->
                line.startsWith("The image has no longer what the trace names")
                    && line.contains("'/app/renamed'. Run slim:profile"));
  }

  @Test
  void committedTraceThatIsNotThereSaysWhatToDo() {
    assertThatThrownBy(() -> run(TraceRequest.Mode.COMMITTED))
        .isInstanceOf(TraceException.class)
        .hasMessageContainingAll(committed().toString(), "slim:profile");
    assertThat(engine.launched).isEmpty();
    assertThat(engine.open).isZero();
  }

  @Test
  void tracesOfElsewhereAreMerged() throws Exception {
    engine.alsoTouched.put(1, "/app/staged");
    run(TraceRequest.Mode.LAUNCH);
    Path staging = temp.resolve("staging.json");
    Files.move(output.resolve("trace.json"), staging);
    engine.launched.clear();
    engine.alsoTouched.clear();

    Report report = run(TraceRequest.Mode.LAUNCH, staging);

    assertThat(kept()).contains("/app/staged").doesNotContain("/unused");
    assertThat(report.tracer().files()).containsExactly(staging.toString());
    assertThat(TraceJson.read(output.resolve("trace.json")).paths()).containsKey("/app/staged");
  }

  @Test
  void traceOfAnotherArchitectureIsNamed() throws Exception {
    run(TraceRequest.Mode.LAUNCH);
    Path other = temp.resolve("arm.json");
    String trace = Files.readString(output.resolve("trace.json"));
    Files.writeString(other, trace.replace("x86_64", "aarch64"));

    assertThatThrownBy(() -> run(TraceRequest.Mode.LAUNCH, other))
        .isInstanceOf(TraceException.class)
        .hasMessageContainingAll(other.toString(), "aarch64");
  }

  private Path committed() {
    return temp.resolve("committed.json");
  }

  private List<String> kept() throws IOException {
    return Files.readAllLines(output.resolve("files.csv")).stream()
        .filter(line -> line.contains(",kept,"))
        .map(line -> line.substring(0, line.indexOf(',')))
        .toList();
  }

  private Report run(TraceRequest.Mode mode, Path... more) throws Exception {
    SlimRequest request =
        FakeRequest.of(
            new TraceRequest(mode, committed(), List.of(more)),
            List.of(),
            0,
            List.of(),
            output,
            temp.resolve("cache"));
    return WholeRun.of(request, new RunLog(said::add, said::add), () -> engine);
  }
}
