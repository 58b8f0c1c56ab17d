package io.github.slimmaven.inventory.scan;

import static io.github.slimmaven.inventory.scan.Components.KEPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdvisoriesTest {
  private static final List<Component> APP =
      List.of(Components.component("pypi", "App", "1", KEPT));
  private static final String UNKNOWN =
      "is no vulnerability data that is known here. Expected are OSV records (JSON, or a zip file"
          + " of them), a Debian Packages index, the JSON of Debian's security tracker, OpenVEX or"
          + " CycloneDX in JSON: correct 'advisories'";
  private static final String RECORD =
      """
      {"id":"GHSA-1","modified":"2024-07-10T11:20:07.604887+00:00","summary":"Bad\\n<b>thing</b>",
      "affected":[{"package":{"ecosystem":"PyPI","name":"APP"},"versions":["1"]}]}
      """;

  @TempDir private Path directory;

  @Test
  void directoriesAndZipFilesHaveTheSame() throws Exception {
    Path nested = Files.createDirectories(directory.resolve("a/b"));
    Files.writeString(nested.resolve("1.json"), RECORD);
    Files.writeString(nested.resolve("README.md"), "no record");
    zip(directory.resolve("c/all.zip"), RECORD.replace("GHSA-1", "GHSA-2"));

    Advisories all = Advisories.read(directory, APP);
    Advisories zipped = Advisories.read(directory.resolve("c/all.zip"), APP);

    assertThat(all.of(Ecosystem.PYPI, "app")).extracting(Advisory::id).contains("GHSA-1", "GHSA-2");
    assertThat(zipped.of(Ecosystem.PYPI, "app")).extracting(Advisory::id).containsExactly("GHSA-2");
    assertThat(zipped.all().get(0).summary()).isEqualTo("Bad <b>thing</b>");
    assertThat(zipped.newest(Ecosystem.PYPI))
        .isEqualTo(Optional.of(Instant.parse("2024-07-10T11:20:07.604887Z")));
  }

  @Test
  void recordsOfOtherPackagesAreForgottenButTheirEcosystemIsNot() throws Exception {
    Path record = Files.writeString(directory.resolve("1.json"), RECORD);

    Advisories advisories = Advisories.read(record, List.of());

    assertThat(advisories.all()).isEmpty();
    assertThat(advisories.isEmpty()).isFalse();
    assertThat(advisories.has(Ecosystem.PYPI, "PyPI")).isTrue();
    assertThat(advisories.has(Ecosystem.NPM, "npm")).isFalse();
  }

  @Test
  void linksAreNotFollowed() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("1.json"), RECORD);
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.createSymbolicLink(data.resolve("2.json"), outside.resolve("1.json"));
    Files.createSymbolicLink(data.resolve("more"), outside);

    assertThat(Advisories.read(data, APP).isEmpty()).isTrue();
  }

  @Test
  void whatIsNoRecordIsRefusedByName() throws Exception {
    refused("{\"id\":", "is no valid JSON. Download the vulnerability data again");
    refused(RECORD + RECORD, "is no valid JSON");
    refused("{\"a\":".repeat(100_000), "is no valid JSON");
    refused("", UNKNOWN);
    refused("{\"name\":\"app\"}", UNKNOWN);
    refused("{\"id\":\"GHSA-1\"}", UNKNOWN);
    refused("{\"id\":7,\"affected\":[]}", UNKNOWN);
    refused("[{\"id\":\"GHSA-1\"}]", UNKNOWN);
    Path missing = directory.resolve("no");
    assertThatThrownBy(() -> Advisories.read(missing, APP))
        .isInstanceOf(AdvisoryException.class)
        .hasMessage(
            "'" + missing + "' does not exist. Correct 'advisories', or download the data to it");
  }

  @Test
  void keysOfOtherShapesAreIgnored() throws Exception {
    Files.writeString(
        directory.resolve("1.json"),
        """
        {"id":"GHSA-1","aliases":{"a":1},"upstream":7,"severity":"high","modified":["x"],
        "database_specific":[],"affected":[null,3,{"package":"app"},{"package":{"ecosystem":"PyPI",
        "name":"app"},"versions":{"1":2},"ranges":[{"type":"ECOSYSTEM","events":[[],{"x":"1"}]}]}]}
        """);

    Advisory read = Advisories.read(directory, APP).of(Ecosystem.PYPI, "app").get(0);

    assertThat(read.severity()).isEqualTo(Severity.UNKNOWN);
    assertThat(read.modified()).isEmpty();
    assertThat(read.affected().get(3).has(Ecosystem.PYPI, "1")).isFalse();
  }

  @Test
  void aZipThatInflatesWithoutEndIsRefused() throws Exception {
    Path zip = directory.resolve("all.zip");
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry("../1.json"));
      byte[] spaces = new byte[1 << 20];
      Arrays.fill(spaces, (byte) ' ');
      for (int i = 0; i < 33; i++) {
        out.write(spaces);
      }
    }
    assertThatThrownBy(() -> Advisories.read(zip, APP))
        .isInstanceOf(AdvisoryException.class)
        .hasMessage(
            "'"
                + zip
                + "!../1.json' is too large: it has more than 32 MiB. Download the vulnerability"
                + " data again");
  }

  @Test
  void aBrokenZipIsRefusedByName() throws Exception {
    Path zip = directory.resolve("all.zip");
    zip(zip, RECORD);
    byte[] bytes = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> Advisories.read(zip, APP))
        .isInstanceOf(AdvisoryException.class)
        .hasMessage("'" + zip + "' is no valid zip file. Download the vulnerability data again");
  }

  private void refused(String text, String message) throws IOException {
    Path file = Files.writeString(directory.resolve("1.json"), text);
    assertThatThrownBy(() -> Advisories.read(directory, APP))
        .isInstanceOf(AdvisoryException.class)
        .hasMessageStartingWith("'" + file + "' " + message);
  }

  private static void zip(Path zip, String record) throws IOException {
    Files.createDirectories(zip.getParent());
    try (OutputStream file = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry("README"));
      out.putNextEntry(new ZipEntry("GHSA.json"));
      out.write(record.getBytes(StandardCharsets.UTF_8));
    }
  }
}
