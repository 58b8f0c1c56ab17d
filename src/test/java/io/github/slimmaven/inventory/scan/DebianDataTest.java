package io.github.slimmaven.inventory.scan;

import static io.github.slimmaven.inventory.scan.Components.KEPT;
import static io.github.slimmaven.inventory.scan.Components.PARTIAL;
import static io.github.slimmaven.inventory.scan.Components.REMOVED;
import static io.github.slimmaven.inventory.scan.Components.deb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.inventory.scan.Scan.Assessed;
import io.github.slimmaven.inventory.scan.Scan.Counts;
import io.github.slimmaven.inventory.scan.Scan.NotAssessed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A security suite's index and the security tracker. */
class DebianDataTest {
  private static final Path REAL =
      Path.of("src/test/resources/io/github/slimmaven/inventory/scan/debian");
  private static final Instant AS_OF = Instant.parse("2026-11-22T00:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);
  private static final String SSL = "openssl fixed in 3.0.22-1~deb12u2 (bookworm-security)";
  private static final String TRACKER =
      """
      {"openssl": {
        "CVE-2099-0001": {"description": "Bad\\nthing", "scope": "remote", "releases": {
          "bookworm": {"status": "resolved", "fixed_version": "3.0.22-1~deb12u2",
            "repositories": {"bookworm": "3.0.19-1~deb12u2"}, "urgency": "high**"},
          "sid": {"status": "resolved", "fixed_version": "3.5.1-1", "urgency": "low"}}},
        "CVE-2099-0002": {"releases": {
          "bookworm": {"status": "open", "urgency": "unimportant", "nodsa": "Minor issue"}}},
        "CVE-2099-0003": {"releases": {
          "bookworm": {"status": "resolved", "fixed_version": "0", "urgency": "high"}}},
        "CVE-2099-0004": {"releases": {
          "bullseye": {"status": "open", "urgency": "high"}}},
        "TEMP-0000000-ABCDEF": {"releases": {
          "bookworm": {"status": "open", "urgency": "not yet assigned"}}}},
      "expat": {"CVE-2099-0005": {"releases": {
          "bookworm": {"status": "undetermined", "urgency": "not yet assigned"}}}}}
      """;

  @TempDir private Path directory;

  @Test
  void anIndexProvesThatAFixIsThere() throws Exception {
    Assessed scan =
        assessed(
            REAL,
            deb("libssl3", "3.0.19-1~deb12u2", "openssl", PARTIAL),
            deb("openssl", "3.0.19-1~deb12u2", "openssl", REMOVED),
            deb("libexpat1", "2.5.0-1+deb12u1", "expat", REMOVED),
            deb("libc6", "2.36-9+deb12u99", "glibc", KEPT),
            deb("bash", "5.2.15-2", "bash", KEPT));

    assertThat(scan.vulnerabilities())
        .extracting(Vulnerability::id, Vulnerability::severity, found -> found.state().label())
        .containsExactly(
            tuple(
                "expat fixed in 2.5.0-1+deb12u5 (bookworm-security)", Severity.UNKNOWN, "removed"),
            tuple(SSL, Severity.UNKNOWN, "partial"));
    assertThat(scan.counts()).isEqualTo(new Counts(2, 1, 1, 1, 0));
    assertThat(scan.limits())
        .containsExactly(
            "Packages of 'Debian:12' were only held against the index of a security suite: what has"
                + " no fix yet is not seen, and no severity is known");
    assertThat(OpenVex.of(scan, "pkg:oci/web", "slim", AS_OF)).isEmpty();
  }

  @Test
  void theNewestVersionOfASourcePackageIsTheFix() throws Exception {
    Files.writeString(
        suite().resolve("Packages"),
        """
        Package: linux-image-2
        Source: linux-signed (6.1.9)
        Version: 6.1.9+2
        Description: kernel
         Version: 9
        \t.

        Package: linux-image-10
        Version: 6.1.10+1
        Source: linux-signed (6.1.10)


        Package: linux-image-3
        Source: linux-signed (6.1.3)
        Version: 7
        """);

    assertThat(
            assessed(directory, deb("linux-image-2", "6.1.9+2", "linux-signed (6.1.9)", KEPT))
                .vulnerabilities())
        .extracting(Vulnerability::id)
        .containsExactly("linux-signed fixed in 6.1.10 (bookworm-security)");
  }

  @Test
  void aNamedVulnerabilityWithTheSameFixIsNotCountedTwice() throws Exception {
    Path tracker = tracker(TRACKER);
    Component ssl = deb("libssl3", "3.0.19-1~deb12u2", "openssl", KEPT);

    assertThat(ids(List.of(REAL, tracker), ssl))
        .containsExactly("CVE-2099-0001", "CVE-2099-0002", "TEMP-0000000-ABCDEF");
    Path older = tracker(TRACKER.replace("\"3.0.22-1~deb12u2\"", "\"3.0.20-1\""));
    assertThat(ids(List.of(older, REAL), ssl))
        .containsExactly("CVE-2099-0001", "CVE-2099-0002", "TEMP-0000000-ABCDEF", SSL);
  }

  @Test
  void theTrackerTellsStateFixAndUrgency() throws Exception {
    Assessed scan =
        assessed(
            tracker(TRACKER),
            deb("libssl3", "3.0.19-1~deb12u2", "openssl", KEPT),
            deb("libexpat1", "2.5.0-1", "expat", REMOVED));

    assertThat(scan.vulnerabilities())
        .extracting(
            Vulnerability::id, Vulnerability::severity, found -> found.matches().get(0).fixed())
        .containsExactly(
            tuple("CVE-2099-0001", Severity.HIGH, Optional.of("3.0.22-1~deb12u2")),
            tuple("CVE-2099-0002", Severity.LOW, Optional.empty()),
            tuple("TEMP-0000000-ABCDEF", Severity.UNKNOWN, Optional.empty()));
    assertThat(scan.vulnerabilities().get(0).summary()).isEqualTo("Bad thing");
    assertThat(scan.unassessed())
        .extracting(Scan.Unassessed::reason)
        .containsExactly("may have 'CVE-2099-0005', which names no version");
    assertThat(scan.limits()).isEmpty();
  }

  @Test
  void oldDataOfOneKindAreNotNewBesideAnother() throws Exception {
    Path tracker = tracker(TRACKER);
    Component ssl = deb("libssl3", "3.0.19-1~deb12u2", "openssl", KEPT);
    Files.setLastModifiedTime(tracker, FileTime.from(AS_OF.minus(Duration.ofDays(8))));

    assertThat(scan(List.of(tracker), ssl)).isInstanceOf(NotAssessed.class);
    assertThat(scan(List.of(tracker, REAL), ssl)).isInstanceOf(NotAssessed.class);
    assertThat(scan(List.of(REAL), ssl)).isInstanceOf(Assessed.class);
  }

  @Test
  void indexesAreReadAsAptKeepsThem() throws Exception {
    Path lists = Files.createDirectory(directory.resolve("lists"));
    String host = "deb.debian.org_debian-security_dists_bookworm-security_";
    Files.copy(REAL.resolve("InRelease"), lists.resolve(host + "InRelease"));
    pack(new FramedLZ4CompressorOutputStream(to(lists, host + "main_binary-amd64_Packages.lz4")));
    String main = "deb.debian.org_debian_dists_bookworm_";
    Files.writeString(
        lists.resolve(main + "InRelease"), "Origin: Debian\nCodename: bookworm\nVersion: 12.9\n");
    Files.writeString(lists.resolve(main + "main_binary-amd64_Packages"), "Package: no index\n");
    Files.writeString(lists.resolve("lock"), "");
    Component ssl = deb("libssl3", "3.0.19-1~deb12u2", "openssl", KEPT);

    assertThat(ids(List.of(lists), ssl)).containsExactly(SSL);
    pack(new GZIPOutputStream(to(suite(), "Packages.gz")));
    assertThat(ids(List.of(directory.resolve("Packages.gz")), ssl)).containsExactly(SSL);
    pack(new XZCompressorOutputStream(to(suite(), "Packages.xz")));
    assertThat(ids(List.of(directory.resolve("Packages.xz")), ssl)).containsExactly(SSL);
  }

  @Test
  void anIndexOfWhichTheSuiteIsNotKnownIsRefusedByName() throws Exception {
    Path index = Files.copy(REAL.resolve("Packages"), directory.resolve("Packages"));
    refused(index, "' has no InRelease file beside it, which tells the suite and the date of a");
    Files.writeString(directory.resolve("InRelease"), "Origin: Debian\nCodename: bookworm\n");
    refused(index, "' is of the suite 'bookworm' of 'Debian': expected a security suite of a");
    Files.writeString(
        directory.resolve("InRelease"), "Origin: Ubuntu\nCodename: n-security\nVersion: 24.04\n");
    refused(index, "' is of the suite 'n-security' of 'Ubuntu': expected a security suite of a");
    Files.writeString(suite().resolve("Packages"), "Package: a\nVersion: 1 2\n");
    refused(index, "' is no Packages index: 'a' has the version '1 2'. Download the");
    Files.writeString(index, "Just: text\n");
    refused(index, "' is no Packages index: '' has the version ''. Download the");
    Files.writeString(index, "Package: " + "a".repeat(2 << 20));
    refused(index, "' has a line of more than 1 MiB. Download the");
  }

  @Test
  void aSuiteOfUnknownDateAssessesNothing() throws Exception {
    Files.copy(REAL.resolve("Packages"), directory.resolve("Packages"));
    Files.writeString(
        directory.resolve("InRelease"),
        "Origin: Debian\nCodename: bookworm-security\nVersion: 12\nDate: yesterday\n");

    assertThat(scan(List.of(directory), deb("libssl3", "3.0.19-1~deb12u2", "openssl", KEPT)))
        .isInstanceOfSatisfying(
            NotAssessed.class, scan -> assertThat(scan.reason()).contains("of no known date"));
  }

  @Test
  void whatUnpacksWithoutEndOrNotAtAllIsRefused() throws Exception {
    ByteArrayOutputStream spaces = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(spaces)) {
      byte[] many = new byte[1 << 20];
      Arrays.fill(many, (byte) ' ');
      out.write(many);
    }
    Path bomb = directory.resolve("tracker.json.gz");
    try (OutputStream file = Files.newOutputStream(bomb)) {
      GZIPOutputStream start = new GZIPOutputStream(file);
      start.write("{\"a\":{\"CVE-1\":{}},".getBytes(StandardCharsets.UTF_8));
      start.finish();
      for (int i = 0; i < 1025; i++) {
        spaces.writeTo(file);
      }
    }
    refused(bomb, "' is too large: it has more than 1 GiB. Download the");
    pack(new XZCompressorOutputStream(to(directory, "Packages.xz")));
    Path half = directory.resolve("Packages.xz");
    byte[] bytes = Files.readAllBytes(half);
    Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    refused(half, "' cannot be unpacked. Download the");
    Path deep = tracker("{\"a\":{\"CVE-1\":" + "{\"a\":".repeat(100_000));
    refused(deep, "' is no valid JSON. Download the");
    Path shapes =
        tracker("{\"openssl\":{\"CVE-1\":[1e999999999,{}]},\"b\":7,\"c\":{\"CVE-2\":null}}");
    assertThat(Advisories.read(shapes, List.of()).isEmpty()).isTrue();
  }

  private Path suite() throws IOException {
    Files.deleteIfExists(directory.resolve("InRelease"));
    Files.copy(REAL.resolve("InRelease"), directory.resolve("InRelease"));
    return directory;
  }

  private static OutputStream to(Path folder, String name) throws IOException {
    return Files.newOutputStream(folder.resolve(name));
  }

  private static void pack(OutputStream stream) throws IOException {
    try (OutputStream out = stream) {
      Files.copy(REAL.resolve("Packages"), out);
    }
  }

  private Path tracker(String json) throws IOException {
    Path file = Files.writeString(directory.resolve("tracker"), json);
    Files.setLastModifiedTime(file, FileTime.from(AS_OF));
    return file;
  }

  private static void refused(Path path, String message) {
    assertThatThrownBy(() -> Advisories.read(path, List.of()))
        .isInstanceOf(AdvisoryException.class)
        .hasMessageStartingWith("'" + path + message);
  }

  private static List<String> ids(List<Path> paths, Component component) throws IOException {
    return ((Assessed) scan(paths, component))
        .vulnerabilities().stream().map(Vulnerability::id).toList();
  }

  private static Assessed assessed(Path path, Component... components) throws IOException {
    return (Assessed) scan(List.of(path), components);
  }

  private static Scan scan(List<Path> paths, Component... components) throws IOException {
    List<Component> list = List.of(components);
    return Scan.of(list, Advisories.read(paths, list), AS_OF, WEEK);
  }
}
