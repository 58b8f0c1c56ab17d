package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.check.SecurityLimits;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.inspect.XrayImages;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.Severity;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanRunTest {
  private static final String RECORD =
      """
      {"id":"GHSA-1","aliases":["CVE-2099-0001"],"modified":"2026-01-01T00:00:00Z",
       "database_specific":{"severity":"CRITICAL"},
       "affected":[{"package":{"ecosystem":"PyPI","name":"flask"},
        "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.2.5"}]}]}]}
      """;
  private static final String FLASK =
      """
      usr/lib/python3/site-packages/Flask-2.2.2.dist-info/METADATA=Metadata-Version: 2.1
      Name: Flask
      Version: 2.2.2
      """;

  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();

  @Test
  void whatIsFoundIsWrittenAsTheSchemaSaysAndInLines() throws Exception {
    Path data = Files.writeString(temp.resolve("GHSA-1.json"), RECORD);

    run(List.of(data), SecurityLimits.of("1", null, List.of(), Severity.ERROR));

    JsonNode scan = json("scan.json");
    try (InputStream schema = Report.class.getResourceAsStream("scan.schema.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema)
                  .validate(scan))
          .isEmpty();
    }
    assertThat(scan.at("/security/findings/0/id").asText()).isEqualTo("CVE-2099-0001");
    assertThat(scan.at("/security/counts/critical/remaining").asInt()).isEqualTo(1);
    assertThat(scan.at("/checks/0/passed").asBoolean()).isTrue();
    assertThat(json("scan.sarif").at("/runs/0/results/0/ruleId").asText())
        .isEqualTo("CVE-2099-0001");
    assertThat(Files.readString(temp.resolve("out/scan.html"))).contains("CVE-2099-0001");
    assertThat(said)
        .contains(
            "critical CVE-2099-0001, kept: pkg:pypi/flask@2.2.2 < 2.2.5",
            "Vulnerabilities of severity critical are 1, expected maximum is 1");
  }

  @Test
  void withoutDataNothingIsAssessedAndNoRuleHolds() throws Exception {
    assertThatThrownBy(
            () -> run(List.of(), SecurityLimits.of(null, "0", List.of(), Severity.ERROR)))
        .isInstanceOf(SlimFailure.class)
        .hasMessageStartingWith(
            "Vulnerabilities were not assessed, so maxHigh does not hold: There is no");

    JsonNode security = json("scan.json").path("security");
    assertThat(security.path("assessed").asBoolean(true)).isFalse();
    assertThat(security.path("counts")).isEmpty();
    assertThat(json("scan.sarif").at("/runs/0/invocations/0/executionSuccessful").asBoolean(true))
        .isFalse();
    assertThat(said).anyMatch(line -> line.startsWith("Vulnerabilities were not assessed: There"));
  }

  private void run(List<Path> data, SecurityLimits limits) throws Exception {
    Path tar = temp.resolve("x.tar");
    DockerArchive.write(
        XrayImages.image(
            XrayImages.config("{'config':{}}"), XrayImages.layer(temp.resolve("0"), FLASK)),
        "",
        tar);
    ScanRun.run(
        new ScanRequest(
            Optional.of(new ImageReference.Archive(tar)),
            new ScanSettings(data, Duration.ofDays(30), Instant.parse("2026-01-02T00:00:00Z")),
            limits,
            RegistryAccess.ofThisUser(),
            temp.resolve("out"),
            temp.resolve("cache")),
        new RunLog(said::add, said::add));
  }

  private JsonNode json(String name) throws Exception {
    return new ObjectMapper().readTree(temp.resolve("out").resolve(name).toFile());
  }
}
