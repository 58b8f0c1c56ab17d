package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.pipeline.FakeEngine.Reply;
import io.github.slimmaven.pipeline.FakeEngine.Role;
import io.github.slimmaven.report.Removed;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.Startup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlimRunTest {
  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();
  private Path output;
  private FakeEngine engine;
  private int startupRuns;

  @BeforeEach
  void source() throws IOException {
    output = Files.createDirectory(temp.resolve("slim"));
    Image image =
        Images.of(
            layer("base", "/unused", 1000, "/app/data", 200),
            layer("upper", "/app/run", 30, "/more", 5000));
    new BuiltSource(image, List.of(), Optional.of(Set.of())).write(output);
    engine = new FakeEngine(image.digest(), "hello");
  }

  @AfterEach
  void everythingIsClosed() throws IOException {
    assertThat(engine.open).isZero();
    assertThat(engine.closed).isTrue();
    assertThat(names(output)).noneMatch(name -> name.startsWith("work-"));
  }

  @Test
  void verifiedImageIsWrittenEverywhereInOrder() throws Exception {
    Path archive = temp.resolve("web.tar");
    Path layout = temp.resolve("copy");

    Report report = run("tar://" + archive, "oci://" + layout);

    assertThat(engine.launched).containsExactly(Role.TRACED, Role.SLIM);
    assertThat(archive).isRegularFile();
    assertThat(said.stream().filter(line -> line.startsWith("Wrote ")))
        .extracting(line -> line.substring(0, line.indexOf(" (")))
        .containsExactly(
            "Wrote 'oci://" + output.resolve("image") + "'",
            "Wrote 'tar://" + archive + "'",
            "Wrote 'oci://" + layout + "'");
    assertThat(layout.resolve("index.json"))
        .hasSameTextualContentAs(output.resolve("image/index.json"));
    assertThat(ReportJson.read(output.resolve("report.json"))).isEqualTo(report);
    assertThat(report.artifacts().values()).allSatisfy(path -> assertThat(Path.of(path)).exists());
    assertThat(output.resolve("container.log")).hasContent("log of TRACED");
    assertThat(output.resolve("image.digest"))
        .hasContent(report.slim().orElseThrow().digest() + "\n");
  }

  @Test
  void theImageTellsItsSourceAndTheStatementItsTraceToo() throws Exception {
    run();

    JsonNode config = config();
    JsonNode statement = new ObjectMapper().readTree(output.resolve("provenance.json").toFile());
    Image source = BuiltSource.read(output).image();
    String sourceId = Digest.ofContent(source.config().bytes()).toString();
    assertThat(config.at("/config/Labels/io.github.slimmaven.source").asText()).isEqualTo(sourceId);
    assertThat(config.at("/config/Labels").size()).isEqualTo(1); // the version is the jar's
    assertThat("sha256:" + statement.at("/subject/0/digest/sha256").asText())
        .isEqualTo(Files.readString(output.resolve("image.digest")).strip());
    JsonNode used = statement.at("/predicate/buildDefinition/resolvedDependencies");
    assertThat("sha256:" + used.at("/0/digest/sha256").asText())
        .isEqualTo(source.digest().toString());
    assertThat("sha256:" + used.at("/1/digest/sha256").asText())
        .isEqualTo(Digest.ofContent(Files.readAllBytes(output.resolve("trace.json"))).toString());
  }

  private JsonNode config() throws IOException {
    Path layout = output.resolve("image");
    return new ObjectMapper()
        .readTree(
            OciLayout.read(layout, "oci://" + layout, new LayerStore(temp.resolve("store")))
                .config()
                .bytes());
  }

  @Test
  void reportCountsWhatStayedAndWhatWent() throws Exception {
    Report report = run();

    assertThat(report.status()).isEqualTo(Report.Status.MINIFIED);
    assertThat(report.source().size()).isEqualTo(6230);
    assertThat(report.source().files()).isEqualTo(4);
    assertThat(report.source().compressedSize()).isEmpty();
    assertThat(report.source().layers())
        .extracting(Report.LayerSummary::size, Report.LayerSummary::createdBy)
        .containsExactly(tuple(1200L, "layer 1"), tuple(5030L, "layer 2"));
    Report.ImageSummary slim = report.slim().orElseThrow();
    assertThat(slim.size()).isEqualTo(230);
    assertThat(slim.layers()).extracting(Report.LayerSummary::size).containsExactly(200L, 30L);
    long blobs = 0;
    for (Report.LayerSummary layer : slim.layers()) {
      assertThat(layer.compressedSize()).isPresent();
      blobs += layer.compressedSize().get();
    }
    assertThat(slim.compressedSize()).contains(blobs);
    assertThat(report.ratio().orElseThrow()).isEqualByComparingTo("27.08");
    assertThat(report.kept().files()).isEqualTo(2);
    assertThat(report.removed()).isEqualTo(new Removed(2, 6000));
    assertThat(report.ports())
        .containsExactly(
            new Report.PortUse(8080, "tcp", true, true, true),
            new Report.PortUse(9999, "tcp", false, true, false));
    assertThat(report.probes())
        .extracting(Report.ProbeResult::request, Report.ProbeResult::same)
        .containsExactly(tuple("GET http://:8080/", true));
  }

  @Test
  void differingImageIsPublishedNowhere() throws Exception {
    engine.replies.put(Role.SLIM, new Reply(200, "Internal error: template is missing"));

    assertThatThrownBy(() -> run("oci://" + temp.resolve("copy")))
        .isInstanceOf(SlimFailure.class)
        .hasMessageStartingWith(
            "Nothing was published: the minified image answers 1 of 1 probe differently:\n"
                + "'GET http://:8080/': ");
    assertThat(engine.launched).containsExactly(Role.TRACED, Role.SLIM, Role.AGAIN, Role.WATCHED);
    assertReportSays("the minified image answers 1 of 1 probe differently");
    assertThat(ReportJson.read(output.resolve("report.json")).probes().get(0).diff())
        .containsExactly(
            "the body differs", "@@ line 1 @@", "-hello", "+Internal error: template is missing");
    assertThat(output.resolve("report.html"))
        .content()
        .contains("\"+Internal error: template is missing\"");
  }

  @Test
  void answerThatDiffersByItselfIsToldByAnotherRunOfTheSource() throws Exception {
    engine.replies.put(Role.TRACED, new Reply(200, "started at 1001"));
    engine.replies.put(Role.SLIM, new Reply(200, "started at 1002"));
    engine.replies.put(Role.AGAIN, new Reply(200, "started at 1003"));

    assertThat(run().verification().verified()).isTrue();
    assertThat(engine.launched).containsExactly(Role.TRACED, Role.SLIM, Role.AGAIN);
  }

  @Test
  void sourceThatFailsItsProbeIsShownWithAnswerAndLog() throws Exception {
    engine.replies.put(Role.TRACED, new Reply(500, "no database"));

    assertThatThrownBy(this::run)
        .isInstanceOf(SlimFailure.class)
        .hasMessageStartingWith("The source image failed its probes: ")
        .hasMessageContainingAll("'GET http://:8080/'", "500", "no database", "log of TRACED");
    assertThat(engine.launched).containsExactly(Role.TRACED);
    assertNothingIsLeft();
  }

  @Test
  void minifiedImageThatEndsAtStartIsShownWithItsLog() throws Exception {
    engine.exits = Role.SLIM;

    assertThatThrownBy(this::run)
        .isInstanceOf(SlimFailure.class)
        .hasMessageStartingWith("The minified image failed its probes, nothing was published: ")
        .hasMessageContainingAll("exited with code '1'", "log of SLIM");
    assertReportSays("exited with code '1'");
  }

  @Test
  void startIsMeasuredInTurns() throws Exception {
    startupRuns = 2;

    long before = System.nanoTime();
    Startup startup = run().startup().orElseThrow();
    long all = Duration.ofNanos(System.nanoTime() - before).toMillis();

    assertThat(engine.launched)
        .containsExactly(Role.TRACED, Role.SLIM, Role.AGAIN, Role.SLIM, Role.AGAIN, Role.SLIM);
    assertThat(startup.runs()).isEqualTo(2);
    assertThat(startup.source().cpuMillis()).contains(30L);
    assertThat(startup.slim().cpuMillis()).contains(20L);
    assertThat(startup.source().wallMillis()).isBetween(0L, all);
    assertThat(ReportJson.read(output.resolve("report.json")).startup()).contains(startup);
  }

  @Test
  void lostTraceMakesNoImage() throws Exception {
    engine.lost = "The sensor lost the app. Run it again.";

    assertThatThrownBy(this::run)
        .isInstanceOf(IOException.class)
        .hasMessage("The sensor lost the app. Run it again.");
    assertThat(engine.launched).containsExactly(Role.TRACED);
    assertNothingIsLeft();
  }

  @Test
  void failedRunLeavesNothingOfAnEarlierOne() throws Exception {
    run();
    engine.replies.put(Role.TRACED, new Reply(500, ""));

    assertThatThrownBy(this::run).isInstanceOf(SlimFailure.class);

    assertThat(names(output)).containsExactlyInAnyOrder("source.json", "previous");
  }

  /** What slim:build left is there, and the log of the source. */
  private void assertNothingIsLeft() throws IOException {
    assertThat(names(output)).contains("source.json").isSubsetOf("source.json", "container.log");
    assertThat(temp.resolve("copy")).doesNotExist();
  }

  private void assertReportSays(String failure) throws IOException {
    assertThat(names(output))
        .containsExactlyInAnyOrder(
            "source.json",
            "container.log",
            "report.json",
            "report.html",
            "report.md",
            "TEST-slim.xml",
            "files.csv",
            "trace.json");
    assertThat(temp.resolve("copy")).doesNotExist();
    Report report = ReportJson.read(output.resolve("report.json"));
    assertThat(report.status()).isEqualTo(Report.Status.FAILED);
    assertThat(report.slim()).isEmpty();
    assertThat(report.verification().verified()).isFalse();
    assertThat(report.verification().failure().orElseThrow()).contains(failure);
    assertThat(report.artifacts().values()).allSatisfy(path -> assertThat(Path.of(path)).exists());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private Report run(String... to) throws IOException, InterruptedException, SlimFailure {
    SlimRequest request =
        FakeRequest.of(
            TraceRequest.launch(),
            List.of(),
            startupRuns,
            Stream.of(to).map(ImageReference::of).toList(),
            output,
            temp.resolve("cache"));
    return WholeRun.of(request, new RunLog(said::add, said::add), () -> engine);
  }

  private Layer layer(String name, String one, int oneBytes, String two, int twoBytes)
      throws IOException {
    try (LayerWriter writer = LayerWriter.create(temp.resolve(name + ".tar"))) {
      file(writer, one, oneBytes);
      file(writer, two, twoBytes);
      return writer.finish(true);
    }
  }

  private static void file(LayerWriter writer, String path, int bytes) throws IOException {
    writer.file(path, 0755, 0, 0, 0, bytes, new ByteArrayInputStream(new byte[bytes]));
  }
}
