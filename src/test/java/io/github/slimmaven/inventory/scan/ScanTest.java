package io.github.slimmaven.inventory.scan;

import static io.github.slimmaven.inventory.scan.Components.KEPT;
import static io.github.slimmaven.inventory.scan.Components.PARTIAL;
import static io.github.slimmaven.inventory.scan.Components.REMOVED;
import static io.github.slimmaven.inventory.scan.Components.apk;
import static io.github.slimmaven.inventory.scan.Components.component;
import static io.github.slimmaven.inventory.scan.Components.deb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.inventory.scan.Scan.Assessed;
import io.github.slimmaven.inventory.scan.Scan.Counts;
import io.github.slimmaven.inventory.scan.Scan.NotAssessed;
import io.github.slimmaven.inventory.scan.Scan.Unassessed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanTest {
  private static final Path REAL =
      Path.of("src/test/resources/io/github/slimmaven/inventory/scan/osv");
  private static final Instant AS_OF = Instant.parse("2024-08-01T00:00:00Z");
  private static final Duration MONTHS = Duration.ofDays(60);

  @TempDir private Path directory;

  @Test
  void realRecordsOfPythonGiveTheExpectedMatches() throws Exception {
    Assessed scan =
        assessed(
            real("PyPI"),
            component("pypi", "Flask", "2.2.2", REMOVED),
            component("pypi", "jinja2", "2.10", PARTIAL),
            component("pypi", "requests", "2.25.1", KEPT),
            component("pypi", "django", "4.2.13", KEPT),
            component("pypi", "idna", "2.2", KEPT));

    assertThat(scan.vulnerabilities())
        .extracting(Vulnerability::id, found -> found.state().label(), ScanTest::packages)
        .containsExactly(
            row("CVE-2019-10906", "partial", "jinja2 < 2.10.1"),
            row("CVE-2020-28493", "partial", "jinja2 < 2.11.3"),
            row("CVE-2023-30861", "removed", "Flask < 2.2.5"),
            row("CVE-2023-32681", "kept", "requests < 2.31.0"),
            row("CVE-2024-39329", "kept", "django < 4.2.14"));
    assertThat(scan.counts()).isEqualTo(new Counts(5, 1, 2, 4, 0));
  }

  @Test
  void allRangesOfLog4ShellAreFoundWithTheirFix() throws Exception {
    String[] affected = {"2.14.1 < 2.15.0", "2.13.0 < 2.15.0", "2.0-beta9 < 2.3.1", "2.4 < 2.12.2"};
    for (String one : affected) {
      String version = one.replaceAll(" .*", "");
      Assessed scan =
          assessed(
              real("Maven"),
              component("maven", "org.apache.logging.log4j/log4j-core", version, KEPT));
      assertThat(scan.vulnerabilities()).as(version).hasSize(1);
      assertThat(packages(scan.vulnerabilities().get(0)))
          .isEqualTo("log4j-core" + one.substring(version.length()));
      assertThat(scan.counts(Severity.CRITICAL)).isEqualTo(new Counts(1, 0, 0, 1, 0));
      assertThat(scan.counts(Severity.HIGH)).isEqualTo(new Counts(0, 0, 0, 0, 0));
    }
    for (String version : List.of("2.15.0", "2.3.1", "2.12.2", "2.12.4", "2.17.1")) {
      Assessed scan =
          assessed(
              real("Maven"),
              component("maven", "org.apache.logging.log4j/log4j-core", version, KEPT));
      assertThat(scan.vulnerabilities()).as(version).isEmpty();
    }
  }

  @Test
  void debianIsMatchedBySourcePackageAndItsVersion() throws Exception {
    record("DEBIAN-CVE-2099-1000", "Debian:12", "gcc-12", "'introduced':'0'},{'fixed':'12.2.0-15'");
    record("DEBIAN-CVE-2099-1001", "Debian:11", "gcc-12", "'introduced':'0'");
    record("DEBIAN-CVE-2099-1002", "Debian:12", "libgcc-s1", "'introduced':'0'");

    Assessed scan =
        assessed(
            directory,
            deb("libgcc-s1", "12.2.0-99", "gcc-12 (12.2.0-14)", REMOVED),
            deb("libstdc++6", "12.2.0-15", "gcc-12", KEPT));

    assertThat(scan.vulnerabilities())
        .extracting(Vulnerability::id, found -> found.state().label(), ScanTest::packages)
        .containsExactly(row("CVE-2099-1000", "removed", "libgcc-s1 < 12.2.0-15"));
  }

  @Test
  void aVulnerabilityIsGoneOnlyWithEveryPackageThatHasIt() throws Exception {
    record("DEBIAN-CVE-2099-1000", "Debian:12", "openssl", "'introduced':'0'");
    Component program = deb("openssl", "3.0.11-1", "openssl", REMOVED);

    assertThat(assessed(directory, program).counts()).isEqualTo(new Counts(1, 1, 0, 0, 0));
    assertThat(
            assessed(directory, program, deb("libssl3", "3.0.11-1", "openssl", PARTIAL)).counts())
        .isEqualTo(new Counts(1, 0, 1, 1, 0));
    assertThat(assessed(directory, program, deb("libssl3", "3.0.11-1", "openssl", KEPT)).counts())
        .isEqualTo(new Counts(1, 0, 0, 1, 0));
    Component empty = deb("libssl-all", "3.0.11-1", "openssl", new Presence(0, 0));
    assertThat(assessed(directory, program, empty).counts()).isEqualTo(new Counts(1, 0, 0, 1, 0));
  }

  @Test
  void aVulnerabilityOfManyRecordsCountsOnceAndARecordOfManyCountsEach() throws Exception {
    String all = "'introduced':'0'";
    record("GHSA-aaaa", "PyPI", "app", all, "'aliases':['CVE-2099-1000','PYSEC-2099-1']");
    record("PYSEC-2099-1", "PyPI", "app", all, "'aliases':['GHSA-aaaa']");
    record("PYSEC-2099-2", "PyPI", "app", all, "'aliases':['GHSA-bbbb']");
    record("GHSA-bbbb", "PyPI", "app", all, "'aliases':['PYSEC-2099-2']");
    record("CVE-2099-1001", "PyPI", "app", all, "'aliases':['GHSA-cccc']");
    record("GHSA-cccc", "PyPI", "app", all);
    record("DSA-1-1", "Debian:12", "app", all, "'upstream':['CVE-2099-2000','CVE-2099-2001']");
    record("DEBIAN-CVE-2099-2000", "Debian:12", "app", all);

    Assessed scan =
        assessed(directory, component("pypi", "app", "1", KEPT), deb("app", "1", "app", KEPT));

    assertThat(scan.vulnerabilities())
        .extracting(Vulnerability::id, found -> found.matches().get(0).records().toString())
        .containsExactly(
            row("CVE-2099-1000", "[GHSA-aaaa, PYSEC-2099-1]"),
            row("CVE-2099-1001", "[CVE-2099-1001, GHSA-cccc]"),
            row("CVE-2099-2000", "[DEBIAN-CVE-2099-2000, DSA-1-1]"),
            row("CVE-2099-2001", "[DSA-1-1]"),
            row("GHSA-bbbb", "[GHSA-bbbb, PYSEC-2099-2]"));
  }

  @Test
  void withdrawnRecordsMatchNothing() throws Exception {
    record("GHSA-1", "npm", "@a/b", "'introduced':'0'", "'withdrawn':'2024-07-01T00:00:00Z'");

    assertThat(assessed(directory, component("npm", "@a/b", "1.0.0", KEPT)).counts())
        .isEqualTo(new Counts(0, 0, 0, 0, 0));
  }

  @Test
  void eventsAndVersionsOfOtherEcosystemsAreRead() throws Exception {
    record("GHSA-1", "npm", "@a/b", "'introduced':'1.0.0'},{'last_affected':'1.4.0-rc.2'");
    record("GHSA-2", "npm", "@a/b", "'introduced':'5.0.0'},{'limit':'5.0.1'");
    record("GHSA-3", "npm", "@a/b", "'introduced':'9.0.0'", "'x':0", "['1.3.9']");
    record("ALPINE-CVE-2099-3000", "Alpine:v3.19", "musl", "'introduced':'0'},{'fixed':'1.2.4-r3'");

    assertThat(ids("npm", "1.0.0-rc.1")).isEmpty();
    assertThat(ids("npm", "1.3.9")).containsExactly("GHSA-1", "GHSA-3");
    assertThat(ids("npm", "1.4.0-rc.2")).containsExactly("GHSA-1");
    assertThat(ids("npm", "1.4.0")).isEmpty();
    assertThat(ids("npm", "5.0.0")).containsExactly("GHSA-2");
    assertThat(ids("npm", "5.0.1")).isEmpty();
    assertThat(assessed(directory, apk("musl", "1.2.4-r2", "3.19.1")).counts().source()).isOne();
    assertThat(assessed(directory, apk("musl", "1.2.4-r3", "3.19.1")).counts().source()).isZero();
  }

  @Test
  void severityIsTheWorstOfTheRecords() throws Exception {
    String vector =
        "'severity':[{'type':'CVSS_V3','score':'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N'}]";
    String label = "'database_specific':{'severity':'MODERATE'}";
    record("PYSEC-1", "PyPI", "app", "'introduced':'0'", "'aliases':['CVE-2099-1000']," + vector);
    record("GHSA-1", "PyPI", "app", "'introduced':'0'", "'aliases':['CVE-2099-1000']," + label);
    record("GHSA-2", "PyPI", "app", "'introduced':'0'", vector + "," + label);
    record("GHSA-3", "PyPI", "app", "'introduced':'0'");

    assertThat(assessed(directory, component("pypi", "app", "1", KEPT)).vulnerabilities())
        .extracting(Vulnerability::id, Vulnerability::severity)
        .containsExactly(
            row("CVE-2099-1000", Severity.MEDIUM),
            row("GHSA-2", Severity.LOW),
            row("GHSA-3", Severity.UNKNOWN));
  }

  @Test
  void whatCannotBeLookedUpIsNotAssessable() throws Exception {
    record("GHSA-1", "PyPI", "app", "'introduced':'0'},{'fixed':'latest'");
    record("DSA-1", "Debian:11", "app", "'introduced':'0'");

    Assessed scan =
        assessed(
            directory,
            component("jar", "app", "1", KEPT),
            component("npm", "app", "1.0.0", KEPT),
            component("pypi", "app", "1", KEPT),
            component("pypi", "other", "", KEPT),
            component("pypi", "other", "main", KEPT),
            deb("app", "1", "app", KEPT));

    assertThat(scan.counts()).isEqualTo(new Counts(0, 0, 0, 0, 6));
    assertThat(scan.unassessed())
        .extracting(Unassessed::reason)
        .containsExactly(
            "is of 'Debian:12', of which there are no records",
            "is of a kind ('jar') whose records are not read",
            "is of 'npm', of which there are no records",
            "may have 'GHSA-1', which compares with 'latest', which is no version of PyPI",
            "has no known version",
            "has 'main', which is no version of PyPI");
  }

  @Test
  void withoutDataNothingIsAssessed() throws Exception {
    List<Component> flask = List.of(component("pypi", "flask", "2.2.2", KEPT));

    assertThat(Scan.of(flask, Advisories.NONE, AS_OF, MONTHS))
        .isInstanceOfSatisfying(
            NotAssessed.class,
            scan -> assertThat(scan.reason()).startsWith("There is no vulnerability data."));
    assertThat(Scan.of(flask, Advisories.read(directory, flask), AS_OF, MONTHS))
        .isInstanceOf(NotAssessed.class);
    assertThat(Scan.of(List.of(), Advisories.read(real("PyPI"), List.of()), AS_OF, MONTHS))
        .isInstanceOfSatisfying(
            NotAssessed.class,
            scan -> assertThat(scan.reason()).startsWith("No package is known in the image"));
    assertThat(Scan.of(flask, Advisories.read(real("Maven"), flask), AS_OF, MONTHS))
        .isInstanceOfSatisfying(
            NotAssessed.class,
            scan ->
                assertThat(scan.reason())
                    .isEqualTo(
                        "None of the 1 packages could be assessed: pkg:pypi/flask@2.2.2 is of"
                            + " 'PyPI', of which there are no records. Download newer or other data to 'advisories'"));
  }

  @Test
  void oldDataAssessNothingEvenBesideNewOnes() throws Exception {
    record("GHSA-1", "npm", "app", "'introduced':'0'");
    Files.copy(real("Maven").resolve("GHSA-jfh8-c2jp-5v3q.json"), directory.resolve("log4j.json"));
    Component log4j = component("maven", "org.apache.logging.log4j/log4j-core", "2.14.1", KEPT);

    Assessed scan = (Assessed) scan(directory, log4j, component("npm", "app", "1.0.0", KEPT));
    assertThat(scan.counts()).isEqualTo(new Counts(1, 0, 0, 1, 1));
    assertThat(scan.unassessed().get(0).reason())
        .isEqualTo("has records of 'Maven' that are 859 days old, but expected maximum is 60");
    assertThat(scan(directory, log4j)).isInstanceOf(NotAssessed.class);
  }

  private Path real(String ecosystem) {
    return REAL.resolve(ecosystem);
  }

  private Stream<String> ids(String type, String version) throws IOException {
    return assessed(directory, component(type, "@a/b", version, KEPT)).vulnerabilities().stream()
        .map(Vulnerability::id);
  }

  private static Scan scan(Path path, Component... components) throws IOException {
    List<Component> list = List.of(components);
    return Scan.of(list, Advisories.read(path, list), AS_OF, MONTHS);
  }

  /** Of data that are new enough. */
  private static Assessed assessed(Path path, Component... components) throws IOException {
    List<Component> list = List.of(components);
    return (Assessed) Scan.of(list, Advisories.read(path, list), AS_OF, Duration.ofDays(365 * 20));
  }

  private static Tuple row(Object... values) {
    return tuple(values);
  }

  /** Each with its fix. */
  private static String packages(Vulnerability found) {
    return String.join(
        ", ",
        found.matches().stream()
            .map(match -> match.component().name() + match.fixed().map(" < "::concat).orElse(""))
            .toList());
  }

  private void record(String id, String ecosystem, String name, String events) throws IOException {
    record(
        id,
        ecosystem,
        name,
        events,
        id.startsWith("DEBIAN-") || id.startsWith("ALPINE-")
            ? "'upstream':['" + id.substring("DEBIAN-".length()) + "']"
            : "'x':0");
  }

  private void record(String id, String ecosystem, String name, String events, String more)
      throws IOException {
    record(id, ecosystem, name, events, more, "[]");
  }

  private void record(
      String id, String ecosystem, String name, String events, String more, String versions)
      throws IOException {
    String type = ecosystem.equals("npm") ? "SEMVER" : "ECOSYSTEM";
    String json =
        "{'id':'%s','modified':'2024-07-15T00:00:00Z',%s,'affected':[{'package':{'ecosystem':'%s',"
            + "'name':'%s'},'versions':%s,'ranges':[{'type':'GIT','events':[{'introduced':'0'}]},"
            + "{'type':'%s','events':[{%s}]}]}]}";
    Files.writeString(
        directory.resolve(id + ".json"),
        json.formatted(id, more, ecosystem, name, versions, type, events).replace('\'', '"'));
  }
}
