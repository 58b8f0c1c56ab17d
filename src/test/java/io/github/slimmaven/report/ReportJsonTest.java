package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.image.PathName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReportJsonTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void writtenReportReadsBackEqual() throws IOException {
    Path file = directory.resolve("slim/report.json");
    ReportJson.write(Reports.minified(), file);
    assertThat(ReportJson.read(file)).isEqualTo(Reports.minified());
  }

  @Test
  void failedReportReadsBackEqualWithoutSlimImage() throws IOException {
    Path file = directory.resolve("report.json");
    ReportJson.write(Reports.failed(), file);
    assertThat(ReportJson.read(file)).isEqualTo(Reports.failed());
    assertThat(JSON.readTree(file.toFile()).has("slim")).isFalse();
  }

  @Test
  void writtenReportsMatchTheSchema() throws IOException {
    Report checked =
        Reports.minified()
            .withChecks(
                List.of(
                    new CheckResult("maxSize", 61, 60, Optional.empty(), false, "m"),
                    new CheckResult("maxGrowth", 61, 62, Optional.of(60L), true, "m")));
    for (Report report :
        List.of(Reports.minified(), Reports.profiled(), Reports.failed(), checked)) {
      assertThat(violations(json(report))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("breakages")
  void brokenReportBreaksTheSchema(String place, Consumer<ObjectNode> breakage) throws IOException {
    ObjectNode json = json(Reports.minified());
    breakage.accept(json);
    assertThat(violations(json)).anySatisfy(v -> assertThat(v.toString()).contains(place));
  }

  private static Stream<Arguments> breakages() {
    return Stream.of(
        breakage("status", json -> json.put("status", "shrunk")),
        breakage("schemaVersion", json -> json.put("schemaVersion", 2)),
        breakage("slim", json -> json.remove("slim")),
        breakage("source", json -> json.remove("source")),
        breakage("digest", json -> ((ObjectNode) json.get("source")).put("digest", "abc")),
        breakage("size", json -> ((ObjectNode) json.get("source")).put("size", -1)),
        breakage("size", json -> ((ObjectNode) json.get("source")).put("size", "1 MB")),
        breakage("port", json -> ((ObjectNode) json.get("ports").get(0)).put("port", 0)),
        breakage("same", json -> ((ObjectNode) json.get("probes").get(0)).remove("same")),
        breakage(
            "command",
            json -> ((ObjectNode) json.get("verification").get("healthCheck")).put("command", "")),
        breakage(
            "exitCode",
            json ->
                ((ObjectNode) json.get("verification").get("healthCheck"))
                    .put("exitCode", "healthy")),
        breakage("total", json -> ((ObjectNode) json.get("timings")).remove("total")),
        breakage(
            "traced",
            json -> ((ObjectNode) json.get("kept").get("byReason")).put("traced", "many")));
  }

  private static Arguments breakage(String place, Consumer<ObjectNode> breakage) {
    return Arguments.of(place, breakage);
  }

  @Test
  void keysComeInTheContractsOrder() throws IOException {
    assertThat(json(Reports.minified()).fieldNames())
        .toIterable()
        .containsExactly(
            "schemaVersion",
            "status",
            "source",
            "slim",
            "ratio",
            "engine",
            "tracer",
            "settings",
            "ports",
            "probes",
            "verification",
            "kept",
            "removed",
            "space",
            "previous",
            "security",
            "java",
            "timings",
            "startup",
            "warnings",
            "checks",
            "artifacts");
    assertThat(json(Reports.minified()).get("tracer").fieldNames())
        .toIterable()
        .containsExactly("notify", "fanotify", "limits", "runs", "files", "stale");
  }

  @Test
  void unknownKeysAreIgnoredAndSurviveNewChecks() throws IOException {
    Path file = directory.resolve("report.json");
    ObjectNode json = json(Reports.minified());
    json.put("inventory", "later");
    ((ObjectNode) json.get("source")).put("os", "debian");
    Files.writeString(file, json.toString());

    assertThat(ReportJson.read(file)).isEqualTo(Reports.minified());
    CheckResult result = new CheckResult("maxSize", 61, 60, Optional.empty(), false, "too big");
    ReportJson.writeChecks(List.of(result), file);

    assertThat(ReportJson.read(file)).isEqualTo(Reports.minified().withChecks(List.of(result)));
    JsonNode after = JSON.readTree(file.toFile());
    assertThat(after.path("inventory").asText()).isEqualTo("later");
    assertThat(after.path("source").path("os").asText()).isEqualTo("debian");
  }

  @Test
  void pathsThatAreNoUtf8AndWideCharactersReadBackEqual() throws IOException {
    String path = "/données/" + PathName.decode(new byte[] {(byte) 0xff, 'x'}) + "/\ud83d\ude00\n";
    Report report = withRepaired(path);
    Path file = directory.resolve("report.json");
    ReportJson.write(report, file);
    assertThat(ReportJson.read(file)).isEqualTo(report);
    assertThat(Files.readString(file)).contains("/données/").contains("\\udcff");
  }

  @Test
  void missingReportNamesThePathAndTheGoalToRun() {
    Path file = directory.resolve("none.json");
    assertThatThrownBy(() -> ReportJson.read(file))
        .isInstanceOf(ReportException.class)
        .hasMessage("There is no report '" + file + "': run slim:minify first");
  }

  @ParameterizedTest
  @MethodSource("corruptions")
  void corruptReportNamesThePathTheReasonAndTheGoalToRun(String content, String reason)
      throws IOException {
    Path file = directory.resolve("report.json");
    Files.writeString(file, content);
    assertThatThrownBy(() -> ReportJson.read(file))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("The file '" + file + "' is no report of slim-maven-plugin (")
        .hasMessageContaining(reason)
        .hasMessageEndingWith("): run slim:minify first, which writes it anew");
  }

  private static Stream<Arguments> corruptions() throws IOException {
    ObjectNode noSource = json(Reports.minified());
    noSource.remove("source");
    ObjectNode noSize = json(Reports.minified());
    ((ObjectNode) noSize.get("source")).remove("size");
    String whole = json(Reports.minified()).toString();
    return Stream.of(
        Arguments.of("", "no JSON object"),
        Arguments.of("[]", "no JSON object"),
        Arguments.of("{}", "schemaVersion"),
        Arguments.of(whole.substring(0, whole.indexOf("\"timings\"") + 4), "end-of-input"),
        Arguments.of(whole + "{}", "Trailing token"),
        Arguments.of(noSource.toString(), "source"),
        Arguments.of(noSize.toString(), "long"),
        Arguments.of(whole.replace("\"minified\"", "\"shrunk\""), "shrunk"));
  }

  @Test
  void newerSchemaNamesBothVersions() throws IOException {
    Path file = directory.resolve("report.json");
    Files.writeString(file, "{\"schemaVersion\": 7}");
    assertThatThrownBy(() -> ReportJson.read(file))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("schema version '7'")
        .hasMessageContaining("only up to '1'")
        .hasMessageContaining("run slim:minify first");
  }

  @Test
  void reportThatIsADirectoryIsAClearError() {
    assertThatThrownBy(() -> ReportJson.read(directory))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("'" + directory + "' can't be read");
  }

  private static Report withRepaired(String path) {
    Report r = Reports.minified();
    return new Report(
        r.schemaVersion(),
        r.status(),
        r.source(),
        r.slim(),
        r.ratio(),
        r.engine(),
        r.tracer(),
        r.settings(),
        r.ports(),
        r.probes(),
        new Report.Verification(true, 2, List.of(path), Optional.empty(), Optional.empty()),
        Optional.empty(),
        r.kept(),
        r.removed(),
        r.space(),
        r.previous(),
        r.security(),
        r.java(),
        r.timings(),
        r.startup(),
        r.warnings(),
        r.checks(),
        r.artifacts());
  }

  private static ObjectNode json(Report report) throws IOException {
    Path file = Files.createTempFile("report", ".json");
    try {
      ReportJson.write(report, file);
      return (ObjectNode) JSON.readTree(file.toFile());
    } finally {
      Files.delete(file);
    }
  }

  private static List<Error> violations(JsonNode json) throws IOException {
    try (InputStream schema = Report.class.getResourceAsStream("report.schema.json")) {
      Schema compiled =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
      return compiled.validate(json);
    }
  }
}
