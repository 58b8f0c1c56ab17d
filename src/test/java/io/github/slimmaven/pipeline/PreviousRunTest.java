package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.keep.KeepPattern;
import io.github.slimmaven.probe.Discovery;
import io.github.slimmaven.report.Previous;
import io.github.slimmaven.report.Previous.Why;
import io.github.slimmaven.report.Report;
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

/** A run is held against the one before. */
class PreviousRunTest {
  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();
  private final List<KeepPattern> keep = new ArrayList<>();
  private Path output;
  private FakeEngine engine;

  @BeforeEach
  void source() throws IOException {
    output = Files.createDirectory(temp.resolve("slim"));
    source("/app/data", "/app/run", "/one", "/two");
  }

  @Test
  void theFirstRunHasNone() throws Exception {
    assertThat(run().previous()).isEmpty();
  }

  @Test
  void aRunThatKeepsTheSameSaysSo() throws Exception {
    run();

    assertThat(run().previous())
        .contains(new Previous(true, 0, 0, List.of(), List.of(), List.of()));
    assertThat(said).noneMatch(line -> line.contains("from the last run"));
  }

  @Test
  void whatTheAppUsesInOneRunOnlyIsToldWithWhatHelps() throws Exception {
    engine.alsoTouched.put(1, "/one");
    engine.alsoTouched.put(2, "/two");
    run();

    Previous previous = run().previous().orElseThrow();

    assertThat(previous.same()).isFalse();
    assertThat(previous.added()).containsExactly(new Previous.Change("/two", "traced", Why.USED));
    assertThat(previous.gone()).containsExactly(new Previous.Change("/one", "traced", Why.USED));
    assertThat(said)
        .contains(
            "2 entries differ from the last run: kept this time only, as the app used it this time"
                + " only ('slim.trace=stable' repeats the launch until nothing is added): '/two';"
                + " kept last time only, as the app used it last time only ('slim.trace=stable'"
                + " repeats the launch until nothing is added): '/one'");
  }

  @Test
  void otherParametersAreNamed() throws Exception {
    run();
    keep.add(KeepPattern.of("/one", "0600", "", ""));

    Previous previous = run().previous().orElseThrow();

    assertThat(previous.added())
        .containsExactly(new Previous.Change("/one", "pattern", Why.SETTINGS));
    assertThat(previous.sentences())
        .containsExactly(
            "kept this time only, as settings differ (keep '' then, '/one mode 600' now): '/one'");
  }

  @Test
  void aFailedRunIsNeitherComparedNorComparedWith() throws Exception {
    run();
    engine.replies.put(FakeEngine.Role.SLIM, new FakeEngine.Reply(200, "broken"));
    assertThatThrownBy(this::run).isInstanceOf(SlimFailure.class);
    engine.replies.put(FakeEngine.Role.SLIM, new FakeEngine.Reply(200, "hello"));
    engine.alsoTouched.put(3, "/one");

    assertThat(run().previous().orElseThrow().added())
        .as("held against the first run")
        .extracting(Previous.Change::path)
        .containsExactly("/one");
  }

  @Test
  void aRunOfAnotherSourceIsNotCompared() throws Exception {
    run();
    source("/app/data", "/app/run", "/one", "/three");

    assertThat(run().previous()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNotCompared() throws Exception {
    run();
    Files.writeString(output.resolve("trace.json"), "{}");

    assertThat(run().previous()).isEmpty();
  }

  private Report run() throws IOException, InterruptedException, SlimFailure {
    SlimRequest request =
        FakeRequest.of(
            TraceRequest.launch(),
            keep,
            List.of(),
            Discovery.NONE,
            0,
            List.of(),
            output,
            temp.resolve("cache"));
    return WholeRun.of(request, new RunLog(said::add, said::add), () -> engine);
  }

  private void source(String... paths) throws IOException {
    try (LayerWriter writer =
        LayerWriter.create(temp.resolve(String.join("", paths).replace("/", "") + ".tar"))) {
      for (String path : paths) {
        writer.file(path, 0755, 0, 0, 0, 100, new ByteArrayInputStream(new byte[100]));
      }
      Layer layer = writer.finish(true);
      Image image = Images.of(layer);
      new BuiltSource(image, List.of(), Optional.of(Set.of())).write(output);
      engine = new FakeEngine(image.digest(), "hello");
    }
  }
}
