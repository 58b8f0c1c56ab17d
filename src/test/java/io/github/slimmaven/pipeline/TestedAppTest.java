package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.pipeline.FakeEngine.Reply;
import io.github.slimmaven.pipeline.FakeEngine.Role;
import io.github.slimmaven.probe.Discovery;
import io.github.slimmaven.probe.OpenApi;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.report.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestedAppTest {
  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();
  private Discovery discovery = Discovery.NONE;
  private TraceRequest trace = TraceRequest.launch();
  private Path output;
  private FakeEngine engine;

  @BeforeEach
  void source() throws IOException {
    output = Files.createDirectory(temp.resolve("slim"));
    engine = new FakeEngine(build("layer.tar", "/app/data").digest(), "hello");
  }

  @Test
  void testsAreToldWhereTheAppIs() throws Exception {
    try (TestedApp app = start()) {
      Endpoint endpoint = app.endpoint();
      int port = endpoint.ports().get(8080);

      assertThat(endpoint.properties())
          .containsEntry("slim.host", endpoint.host())
          .containsEntry("slim.port.8080", String.valueOf(port))
          .containsEntry("slim.url", "http://" + endpoint.host() + ":" + port)
          .hasSize(3);
      assertThat(get(endpoint.url() + "/")).isEqualTo("hello");
    }
  }

  @Test
  void theTraceOfTheTestsIsUsedWithoutAnotherLaunch() throws Exception {
    engine.alsoTouched.put(1, "/app/tested");

    Report report = minify(tested());

    assertThat(engine.launched).containsExactly(Role.TRACED, Role.SLIM);
    assertThat(report.status()).isEqualTo(Report.Status.MINIFIED);
    assertThat(report.tracer().runs()).isEqualTo(1);
    assertThat(kept()).contains("/app/data", "/app/tested").doesNotContain("/unused");
    assertThat(Files.readString(output.resolve("container.log"))).contains("log of TRACED");
    nothingIsLeft();
  }

  @Test
  void probesAreTracedInALaunchOfTheirOwn() throws Exception {
    probes.add(Probe.forPort(FakeEngine.PORT));
    engine.alsoTouched.put(1, "/app/tested");
    engine.alsoTouched.put(2, "/app/probed");

    Report report = minify(tested());

    assertThat(engine.launched).containsExactly(Role.TRACED, Role.TRACED, Role.SLIM);
    assertThat(report.tracer().runs()).isEqualTo(2);
    assertThat(kept()).contains("/app/tested", "/app/probed");
  }

  @Test
  void generatedRequestsComeBeforeTheTestsAndAreReplayed() throws Exception {
    describe("GET");
    engine.alsoTouched.put(1, "/app/tested");

    Report report = minify(tested());

    assertThat(engine.launched).containsExactly(Role.TRACED, Role.SLIM);
    assertThat(report.probes())
        .extracting(Report.ProbeResult::request, probe -> probe.origin().orElseThrow())
        .containsExactly(
            tuple("GET http://:8080/", "default"), tuple("GET http://:8080/labels", "generated"));
    assertThat(engine.asked).contains("TRACED GET /labels", "SLIM GET /labels");
    assertThat(report.tracer().limits())
        .singleElement()
        .asString()
        .contains("'/broken' was not asked");
  }

  @Test
  void testsDoNotFindWhatGeneratedRequestsHaveChanged() throws Exception {
    describe("GET", "POST");
    List<String> before = new ArrayList<>();
    TestedApp app = start();
    before.addAll(engine.asked);
    app.stop();

    Report report = minify(new IntegrationTests(Optional.of(app), Optional.empty()));

    assertThat(before).contains("TRACED GET /").noneMatch(request -> request.contains("POST"));
    assertThat(engine.launched).containsExactly(Role.TRACED, Role.TRACED, Role.SLIM);
    assertThat(engine.asked).contains("TRACED POST /orders", "SLIM POST /orders");
    assertThat(report.tracer().runs()).isEqualTo(2);
  }

  @Test
  void nothingIsGeneratedBeforeTheTestsWhereProbesAreGiven() throws Exception {
    probes.add(Probe.forPort(FakeEngine.PORT));
    describe("GET");

    TestedApp app = start();

    assertThat(engine.asked).isEmpty();
    app.close();
  }

  private void describe(String... methods) {
    String document =
        """
        openapi: 3.0.3
        paths:
          /labels: {get: {responses: {"200": {description: OK}}}}
          /broken: {$ref: "#/none"}
          /orders: {post: {responses: {"201": {description: Created}}}}
        """;
    OpenApi api =
        new OpenApi(
            new OpenApi.Document.InFile("openapi.yaml", document.getBytes(StandardCharsets.UTF_8)),
            8080,
            Set.of(methods),
            OpenApi.REQUESTS,
            Map.of());
    discovery = new Discovery(Optional.empty(), List.of(), Optional.of(api));
  }

  @Test
  void anAppNeedsNoPageForItsTests() throws Exception {
    for (Role role : Role.values()) {
      engine.replies.put(role, new Reply(404, "no page"));
    }

    Report report = minify(tested());

    assertThat(report.probes()).hasSize(1);
    assertThat(report.probes().get(0).slim().orElseThrow().status()).isEqualTo(404);
    assertThat(report.verification().verified()).isTrue();
  }

  @Test
  void aCommittedTraceIsTakenAsItIs() throws Exception {
    minify(tested());
    Path committed = temp.resolve("committed.json");
    Files.copy(output.resolve("trace.json"), committed);
    engine.launched.clear();
    engine.alsoTouched.put(1, "/app/tested");
    trace = new TraceRequest(TraceRequest.Mode.COMMITTED, committed, List.of());

    minify(tested());

    assertThat(engine.launched).containsExactly(Role.TRACED, Role.SLIM);
    assertThat(kept()).contains("/app/data").doesNotContain("/app/tested");
  }

  @Test
  void anAppThatIsNotStoppedIsRemoved() throws Exception {
    TestedApp app = start();
    assertThat(engine.open).isEqualTo(1);

    app.close();

    nothingIsLeft();
    assertThat(app.stopped()).isTrue();
    assertThatThrownBy(app::stop).isInstanceOf(InterruptedException.class);
  }

  @Test
  void anAppThatEndsBeforeItIsReadyFailsAndIsRemoved() {
    engine.exits = Role.TRACED;

    assertThatThrownBy(this::start)
        .isInstanceOf(SlimFailure.class)
        .hasMessageContaining("the app exited with code '1'");
    nothingIsLeft();
  }

  @Test
  void aLostTraceFailsTheStop() throws Exception {
    TestedApp app = start();
    engine.lost = "The sensor was lost.";

    assertThatThrownBy(app::stop).hasMessage("The sensor was lost.");
    nothingIsLeft();
  }

  @Test
  void anotherImageThanTheTestedOneIsNamed() throws Exception {
    TestedApp app = start();
    app.stop();
    build("other.tar", "/app/other");

    assertThatThrownBy(() -> minify(new IntegrationTests(Optional.of(app), Optional.empty())))
        .isInstanceOf(SlimFailure.class)
        .hasMessageContaining("The tests used another image than");
    nothingIsLeft();
  }

  @Test
  void testsRunAgainAgainstTheMinifiedImage() throws Exception {
    engine.replies.put(Role.SLIM, new Reply(200, "hello"));
    TestedApp app = start();
    app.stop();
    List<String> answers = new ArrayList<>();

    minify(
        new IntegrationTests(
            Optional.of(app),
            Optional.of(
                endpoint -> {
                  assertThat(endpoint.url()).isNotEqualTo(app.endpoint().url());
                  answers.add(get(endpoint.url() + "/again"));
                  return 10;
                })));

    assertThat(answers).containsExactly("hello");
    assertThat(engine.launched).containsExactly(Role.TRACED, Role.SLIM, Role.SLIM);
    assertThat(said)
        .anyMatch(
            line -> line.startsWith("Tested: 10 integration tests passed on the minified image"));
    nothingIsLeft();
  }

  @Test
  void nothingIsPublishedIfTheTestsFailOnTheMinifiedImage() throws Exception {
    TestedApp app = start();
    app.stop();
    IntegrationTests.Rerun failing =
        endpoint -> {
          throw new SlimFailure("Nothing was published: 1 of 10 failed.", null);
        };

    assertThatThrownBy(() -> minify(new IntegrationTests(Optional.of(app), Optional.of(failing))))
        .isInstanceOf(SlimFailure.class)
        .hasMessageContaining("1 of 10 failed");
    assertThat(output.resolve("image")).doesNotExist();
    nothingIsLeft();
  }

  @Test
  void aProfileHasEverythingButTheImage() throws Exception {
    Report report = run(IntegrationTests.NONE, false);

    assertThat(engine.launched).containsExactly(Role.TRACED);
    assertThat(report.status()).isEqualTo(Report.Status.PROFILED);
    assertThat(report.slim().orElseThrow().size()).isLessThan(report.source().size());
    assertThat(report.verification().verified()).isFalse();
    assertThat(said).anyMatch(line -> line.endsWith("(profiled: no image was written)"));
    assertThat(output.toFile().list())
        .containsExactlyInAnyOrder(
            "source.json",
            "report.json",
            "report.html",
            "report.md",
            "TEST-slim.xml",
            "files.csv",
            "trace.json",
            "apparmor.profile",
            "container.log");
  }

  private IntegrationTests tested() throws Exception {
    TestedApp app = start();
    app.stop();
    return new IntegrationTests(Optional.of(app), Optional.empty());
  }

  private TestedApp start() throws Exception {
    return TestedApp.start(request(), log(), () -> engine);
  }

  private Report minify(IntegrationTests tests) throws Exception {
    return run(tests, true);
  }

  private Report run(IntegrationTests tests, boolean publishing) throws Exception {
    return WholeRun.of(request(), tests, publishing, log(), () -> engine);
  }

  private void nothingIsLeft() {
    assertThat(engine.open).isZero();
    assertThat(engine.closed).isTrue();
    assertThat(output.resolve("tested").toFile().list()).isNullOrEmpty();
  }

  private static String get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private RunLog log() {
    return new RunLog(said::add, said::add);
  }

  private List<String> kept() throws IOException {
    return Files.readAllLines(output.resolve("files.csv")).stream()
        .filter(line -> line.contains(",kept,"))
        .map(line -> line.substring(0, line.indexOf(',')))
        .toList();
  }

  private Image build(String tar, String data) throws IOException {
    try (LayerWriter writer = LayerWriter.create(temp.resolve(tar))) {
      for (String path : List.of("/app/run", data, "/app/tested", "/app/probed", "/unused")) {
        writer.file(path, 0755, 0, 0, 0, 100, new ByteArrayInputStream(new byte[100]));
      }
      Image image = Images.of(writer.finish(true));
      new BuiltSource(image, List.of(), Optional.of(Set.of())).write(output);
      return image;
    }
  }

  private SlimRequest request() {
    return FakeRequest.of(trace, probes, discovery, 0, List.of(), output, temp.resolve("cache"));
  }
}
