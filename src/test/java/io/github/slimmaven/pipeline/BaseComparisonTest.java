package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.check.LintLimits;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.inspect.XrayImages;
import io.github.slimmaven.inventory.scan.AdvisoryException;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Report;
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

class BaseComparisonTest {
  private static final String ADVISORY =
      """
      {"id": "DEBIAN-CVE-2026-%d", "modified": "2026-01-01T00:00:00Z",
       "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:%s"}],
       "affected": [{"package": {"ecosystem": "Debian:12", "name": "curl"},
         "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "8"}]}]}]}
      """;

  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();

  /** An image with these packages of Debian 12. */
  private ImageReference base(String name, int bytes, String... packages) throws Exception {
    StringBuilder status = new StringBuilder();
    List<String> entries = new ArrayList<>();
    entries.add("etc/os-release=ID=debian\nVERSION_ID=\"12\"\n");
    entries.add("4755:usr/bin/su=" + "x".repeat(bytes));
    for (String installed : packages) {
      String[] parts = installed.split(" ");
      status.append(
          "Package: %s\nStatus: install ok installed\nArchitecture: all\nVersion: %s\n\n"
              .formatted(parts[0], parts[1]));
      entries.add("var/lib/dpkg/info/" + parts[0] + ".list=/usr/bin/" + parts[0] + "\n");
      entries.add("usr/bin/" + parts[0] + "=x");
    }
    entries.add("var/lib/dpkg/status=" + status);
    Path tar = temp.resolve(name + ".tar");
    DockerArchive.write(
        XrayImages.image(
            XrayImages.config("{}"),
            XrayImages.layer(temp.resolve(name), entries.toArray(String[]::new))),
        "",
        tar);
    return new ImageReference.Archive(tar);
  }

  private void run(List<Path> advisories, ImageReference... bases) throws Exception {
    LintRun.run(
        new LintRequest(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            LintLimits.of(List.of(), "error"),
            List.of(bases),
            new ScanSettings(
                advisories, Duration.ofDays(30), Instant.parse("2026-01-02T00:00:00Z")),
            RegistryAccess.ofThisUser(),
            temp.resolve("out"),
            temp.resolve("cache")),
        new RunLog(said::add, said::add));
  }

  private JsonNode json() throws Exception {
    JsonNode json = new ObjectMapper().readTree(temp.resolve("out/bases.json").toFile());
    try (InputStream schema = Report.class.getResourceAsStream("bases.schema.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                  .getSchema(schema)
                  .validate(json))
          .isEmpty();
    }
    return json;
  }

  @Test
  void withoutVulnerabilityDataNothingIsCountedAsNone() throws Exception {
    run(List.of(), base("large", 2000, "curl 7-1", "bash 5-1"), base("small", 1000, "bash 5-1"));

    JsonNode json = json();
    assertThat(json.at("/bases/0/packages").asInt()).isEqualTo(2);
    assertThat(json.at("/bases/1/setuid").asInt()).isEqualTo(1);
    assertThat(json.findValues("vulnerabilities")).isEmpty();
    assertThat(said.subList(1, 4))
        .containsExactly(
            "          size    compressed      packages        setuid      critical          high"
                + "     all known  base image",
            line(size(json, 0), 2, "large", "not assessed", "not assessed", "not assessed"),
            line(size(json, 1), 1, "small", "not assessed", "not assessed", "not assessed"));
    assertThat(said)
        .contains("The smallest is 'tar://" + temp.resolve("small.tar") + "'.")
        .anyMatch(line -> line.startsWith("No vulnerabilities are assessed: There is no "));
    assertThat(Files.readString(temp.resolve("out/bases.md")))
        .contains(
            "| base image | size | compressed | packages | setuid | critical | high | all known |\n",
            "` | "
                + size(json, 1)
                + " | unknown | 1 | 1 | not assessed | not assessed | not assessed |\n");
    assertThat(temp.resolve("out/lint.json")).doesNotExist();
  }

  @Test
  void knownVulnerabilitiesAreCountedBySeverity() throws Exception {
    Path data = Files.createDirectory(temp.resolve("osv"));
    Files.writeString(data.resolve("1.json"), ADVISORY.formatted(1, "H"));
    Files.writeString(data.resolve("2.json"), ADVISORY.formatted(2, "N"));

    run(List.of(data), base("old", 10, "curl 7-1"), base("new", 20, "curl 8-1"));

    JsonNode json = json();
    assertThat(json.at("/bases/0/vulnerabilities/all").asInt()).isEqualTo(2);
    assertThat(json.at("/bases/0/vulnerabilities/bySeverity").toString())
        .isEqualTo("{\"critical\":2,\"high\":0,\"medium\":0,\"low\":0,\"none\":0,\"unknown\":0}");
    assertThat(json.at("/bases/1/vulnerabilities/all").asInt()).isZero();
    assertThat(said.get(2)).isEqualTo(line("126 B", 1, "old", "2", "0", "2"));
    assertThat(said)
        .contains("The fewest known vulnerabilities has 'tar://" + temp.resolve("new.tar") + "'.");
  }

  @Test
  void whatHasNoSeverityMayBeOfAny() throws Exception {
    Path rated = Files.writeString(temp.resolve("1.json"), ADVISORY.formatted(1, "H"));
    Path unrated =
        Files.writeString(
            temp.resolve("2.json"),
            ADVISORY.formatted(2, "H").replace("\"severity\"", "\"not_severity\""));
    ImageReference old = base("old", 10, "curl 7-1");

    run(List.of(unrated), old);
    assertThat(said.get(2)).isEqualTo(line("126 B", 1, "old", "unknown", "unknown", "1"));
    said.clear();
    run(List.of(rated, unrated), old);
    assertThat(said.get(2)).isEqualTo(line("126 B", 1, "old", "at least 1", "at least 0", "2"));
  }

  @Test
  void fewerAreNotSaidWherePackagesAreMissing() throws Exception {
    Path data = Files.writeString(temp.resolve("1.json"), ADVISORY.formatted(1, "H"));
    ImageReference empty = base("empty", 10);

    run(List.of(data), base("old", 10, "curl 7-1"), empty);

    assertThat(json().at("/bases/1/notAssessed").asText()).startsWith("No package is known");
    assertThat(said).noneMatch(line -> line.startsWith("The fewest"));
    assertThat(said).anyMatch(line -> line.startsWith("'tar://") && line.contains("No package is"));
  }

  @Test
  void missingDataAndMissingImagesFail() throws Exception {
    ImageReference base = base("old", 10, "curl 7-1");
    assertThatThrownBy(() -> run(List.of(temp.resolve("none")), base))
        .isInstanceOf(AdvisoryException.class)
        .hasMessageContaining("Correct 'advisories'");
    assertThatThrownBy(() -> run(List.of(), new ImageReference.Archive(temp.resolve("no.tar"))))
        .hasMessageContaining("no.tar");
    assertThat(temp.resolve("out/bases.json")).doesNotExist();
  }

  private static String size(JsonNode json, int base) {
    return Bytes.format(json.at("/bases/" + base + "/size").asLong());
  }

  private String line(
      String size, int packages, String name, String critical, String high, String all) {
    return "%14s%14s%14d%14d%14s%14s%14s  tar://%s"
        .formatted(size, "unknown", packages, 1, critical, high, all, temp.resolve(name + ".tar"));
  }
}
