package io.github.slimmaven.inventory.scan;

import static io.github.slimmaven.inventory.scan.Components.KEPT;
import static io.github.slimmaven.inventory.scan.Components.PARTIAL;
import static io.github.slimmaven.inventory.scan.Components.REMOVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.inventory.scan.Scan.Assessed;
import io.github.slimmaven.inventory.scan.Vulnerability.Match;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenVexTest {
  private static final Instant AS_OF = Instant.parse("2024-08-01T00:00:00Z");
  private static final String IMAGE = "pkg:oci/web@sha256%3A00";

  @Test
  void onlyRemovedPackagesAreSaidToBeAbsent() {
    Optional<String> document =
        document(
            found(
                "CVE-1",
                Components.deb("openssl", "3.0.11-1", "openssl", REMOVED),
                Components.deb("libssl3", "3.0.11-1", "openssl", PARTIAL)),
            found("CVE-2", Components.component("pypi", "flask", "1", PARTIAL)),
            found("CVE-3", Components.component("pypi", "jinja2", "1", KEPT)));

    assertThat(document)
        .hasValue(
            """
            {
              "@context" : "https://openvex.dev/ns/v0.2.0",
              "@id" : "https://openvex.dev/docs/public/vex-DIGEST",
              "author" : "slim",
              "timestamp" : "2024-08-01T00:00:00Z",
              "version" : 1,
              "statements" : [
                {
                  "vulnerability" : {
                    "name" : "CVE-1"
                  },
                  "products" : [
                    {
                      "@id" : "pkg:oci/web@sha256%3A00",
                      "subcomponents" : [
                        {
                          "@id" : "pkg:deb/debian/openssl@3.0.11-1?distro=debian-12"
                        }
                      ]
                    }
                  ],
                  "status" : "not_affected",
                  "justification" : "component_not_present"
                }
              ]
            }
            """);
  }

  @Test
  void aPackageOfWhichACopyIsLeftIsNotAbsent() {
    Component gone = Components.component("npm", "ms", "1.0.0", REMOVED);

    assertThat(document(found("CVE-1", gone, Components.component("npm", "ms", "1.0.0", PARTIAL))))
        .isEmpty();
    assertThat(document(found("CVE-1", gone, Components.component("npm", "ms", "2.0.0", PARTIAL))))
        .isPresent();
  }

  @Test
  void aDocumentWithoutStatementsIsNotWritten() {
    assertThat(document()).isEmpty();
  }

  private static Vulnerability found(String id, Component... components) {
    TreeSet<String> records = new TreeSet<>(List.of(id));
    return new Vulnerability(
        id,
        Severity.UNKNOWN,
        "",
        false,
        List.of(components).stream().map(c -> new Match(c, records, Optional.empty())).toList());
  }

  private static Optional<String> document(Vulnerability... found) {
    return OpenVex.of(
            new Assessed(List.of(found), List.of(), List.of(), List.of()), IMAGE, "slim", AS_OF)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .map(text -> text.replaceFirst("vex-[0-9a-f]{64}", "vex-DIGEST"));
  }
}
