package io.github.slimmaven.inventory.scan;

import static io.github.slimmaven.inventory.scan.Components.KEPT;
import static io.github.slimmaven.inventory.scan.Components.PARTIAL;
import static io.github.slimmaven.inventory.scan.Components.component;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.inventory.scan.Scan.Assessed;
import io.github.slimmaven.inventory.scan.Scan.NotAffected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenVEX and CycloneDX documents beside records. */
class StatementsTest {
  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final ScannedImage WEB = new ScannedImage("Web", Set.of(DIGEST));
  private static final Component FLASK = component("pypi", "Flask", "2.2.2", PARTIAL);
  private static final Component LODASH = component("npm", "@a/b", "1.0.0", KEPT);

  @TempDir private Path directory;

  @Test
  void whatIsNotAffectedIsShownAndNotCounted() throws Exception {
    openVex("not_affected", "GHSA-aaaa", "{'@id':'pkg:pypi/flask@2.2.2'}");

    Assessed scan = scan();

    assertThat(ids(scan)).containsExactly("CVE-2099-0002");
    assertThat(scan.counts().source()).isEqualTo(1);
    assertThat(scan.notAffected())
        .containsExactly(
            new NotAffected(
                "CVE-2099-0001",
                Severity.HIGH,
                FLASK,
                "vex.json",
                "not_affected",
                "vulnerable_code_not_in_execute_path: no sessions"));
  }

  @Test
  void aStatementIsOnlyAboutWhatItNames() throws Exception {
    String[] others = {
      "{'@id':'pkg:pypi/flask@2.2.3'}",
      "{'@id':'pkg:npm/flask@2.2.2'}",
      "{'@id':'https://example.com/flask'}",
      "'pkg:pypi/'",
      "7",
      "{'@id':'pkg:oci/other'}",
      "{'@id':'pkg:oci/web@sha256%3A1111'}",
      "{'@id':'pkg:oci/other','subcomponents':[{'@id':'pkg:pypi/flask'}]}",
      "{'@id':'pkg:oci/web','subcomponents':[{'@id':'pkg:pypi/django'}]}",
      "{'@id':'pkg:oci/web','subcomponents':[{'@id':'no url'}]}",
      "{'@id':'pkg:maven/g/absent','subcomponents':[{'@id':'pkg:pypi/flask'}]}"
    };
    for (String other : others) {
      openVex("not_affected", "CVE-2099-0001", other);
      assertThat(ids(scan())).as(other).contains("CVE-2099-0001");
    }
    String[] same = {
      "{'@id':'pkg:pypi/Flask?distro=any#sub'}",
      "'pkg:pypi/flask@2.2.2'",
      "{'identifiers':{'purl':'pkg:pypi/flask'}}",
      "{'@id':'pkg:oci/WEB'}",
      "{'@id':'pkg:oci/web@" + DIGEST.replace(":", "%3A") + "'}",
      "{'@id':'pkg:npm/%40a/b','subcomponents':[{'@id':'pkg:pypi/flask'}]}"
    };
    for (String one : same) {
      openVex("fixed", "CVE-2099-0001", one);
      assertThat(ids(scan())).as(one).containsExactly("CVE-2099-0002");
    }
  }

  @Test
  void whereDocumentsDifferItIsAffected() throws Exception {
    openVex("not_affected", "CVE-2099-0001", "{'@id':'pkg:oci/web'}");
    write("affected.json", openVexText("affected", "CVE-2099-0001", "{'@id':'pkg:pypi/flask'}"));

    assertThat(ids(scan())).containsExactly("CVE-2099-0001", "CVE-2099-0002");
    assertThat(scan().notAffected()).isEmpty();
  }

  @Test
  void aStatementOnOneVulnerabilityOfARecordLeavesTheOthers() throws Exception {
    record("DSA-1", "['CVE-2099-0003','CVE-2099-0004']", "PyPI", "flask");
    openVex("not_affected", "CVE-2099-0003", "{'@id':'pkg:pypi/flask'}");

    assertThat(ids(scan())).contains("CVE-2099-0004").doesNotContain("CVE-2099-0003");
  }

  @Test
  void cycloneDxStatesAndFinds() throws Exception {
    write(
        "bom.json",
        """
        {'bomFormat':'CycloneDX','specVersion':'1.5','components':[
          {'type':'library','bom-ref':'a','purl':'pkg:pypi/flask@2.2.2','components':[
            {'bom-ref':'b','purl':'pkg:npm/%40a/b@1.0.0'}]}],
         'vulnerabilities':[
          {'id':'GHSA-aaaa','analysis':{'state':'false_positive','detail':'not ours'},
           'affects':[{'ref':'urn:cdx:3e671687/1#pkg:pypi/flask@2.2.2'}]},
          {'id':'GHSA-cccc','references':[{'id':'CVE-2099-0009'}],'affects':[{'ref':'b'}],
           'ratings':[{'severity':'low'},
             {'vector':'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'}]},
          {'id':'CVE-2099-0010','analysis':{'state':'in_triage'},'affects':[{'ref':'b'}]},
          {'id':'CVE-2099-0011','affects':[{'ref':'unknown'}]}]}
        """);

    Assessed scan = scan();

    assertThat(scan.vulnerabilities())
        .extracting(Vulnerability::id, Vulnerability::severity)
        .containsExactly(
            tuple("CVE-2099-0002", Severity.UNKNOWN), tuple("CVE-2099-0009", Severity.CRITICAL));
    assertThat(scan.notAffected())
        .extracting(NotAffected::id, NotAffected::status, NotAffected::note)
        .containsExactly(tuple("CVE-2099-0001", "not_affected", "not ours"));
  }

  @Test
  void aCycloneDxDocumentOfAnotherImageSaysNothingOfThisOne() throws Exception {
    String document =
        """
        {'bomFormat':'CycloneDX','metadata':{'component':{'bom-ref':'i','purl':'pkg:oci/NAME'}},
         'components':[{'bom-ref':'a','purl':'pkg:pypi/flask'}],
         'vulnerabilities':[{'id':'CVE-2099-0001','analysis':{'state':'resolved'},
           'affects':[{'ref':'a'}]}]}
        """;
    write("bom.json", document.replace("NAME", "other"));
    assertThat(ids(scan())).contains("CVE-2099-0001");
    write("bom.json", document.replace("NAME", "web"));
    assertThat(ids(scan())).doesNotContain("CVE-2099-0001");
  }

  @Test
  void aDocumentAloneAssessesNoPackageButIsCounted() throws Exception {
    Path vex =
        write("x.json", openVexText("affected", "CVE-2099-0001", "{'@id':'pkg:pypi/flask'}"));
    List<Component> all = List.of(FLASK, LODASH);

    Assessed scan =
        (Assessed) Scan.of(all, Advisories.read(vex, all), WEB, Instant.EPOCH, Duration.ZERO);

    assertThat(scan.counts()).isEqualTo(new Scan.Counts(1, 0, 1, 1, 2));
  }

  @Test
  void anUnknownStatusIsRefused() throws Exception {
    openVex("probably_fine", "CVE-2099-0001", "{'@id':'pkg:pypi/flask'}");

    assertThatThrownBy(this::scan)
        .isInstanceOf(AdvisoryException.class)
        .hasMessage(
            "'vex.json' has a statement of the status 'probably_fine': expected 'not_affected',"
                + " 'affected', 'fixed' or 'under_investigation'. Correct the document");
  }

  private void openVex(String status, String id, String product) throws IOException {
    write("vex.json", openVexText(status, id, product));
  }

  private static String openVexText(String status, String id, String product) {
    return """
    {'@context':'https://openvex.dev/ns/v0.2.0','@id':'https://example.com/1','author':'me',
     'timestamp':'2026-01-01T00:00:00Z','version':1,'statements':[{'vulnerability':{'name':'%s'},
     'products':[%s],'status':'%s','justification':'vulnerable_code_not_in_execute_path',
     'impact_statement':'no\\nsessions'}]}
    """
        .formatted(id, product, status);
  }

  private Assessed scan() throws IOException {
    record("GHSA-aaaa", "['CVE-2099-0001']", "PyPI", "flask");
    record("GHSA-bbbb", "['CVE-2099-0002']", "npm", "@a/b");
    List<Component> all = List.of(FLASK, LODASH);
    Instant asOf = Instant.parse("2026-01-02T00:00:00Z");
    return (Assessed) Scan.of(all, Advisories.read(directory, all), WEB, asOf, Duration.ofDays(30));
  }

  private static List<String> ids(Assessed scan) {
    return scan.vulnerabilities().stream().map(Vulnerability::id).toList();
  }

  private void record(String id, String others, String ecosystem, String name) throws IOException {
    String severity = id.equals("GHSA-aaaa") ? "'HIGH'" : "''";
    write(
        id + ".json",
        """
        {'id':'%s','aliases':%s,'modified':'2026-01-01T00:00:00Z',
        'database_specific':{'severity':%s},'affected':[{'package':{'ecosystem':'%s','name':'%s'},
        'ranges':[{'type':'ECOSYSTEM','events':[{'introduced':'0'}]}]}]}
        """
            .formatted(id, others, severity, ecosystem, name));
  }

  private Path write(String name, String json) throws IOException {
    return Files.writeString(directory.resolve(name), json.replace('\'', '"'));
  }
}
