package io.github.slimmaven.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Images;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SbomTest {
  private static final Digest DIGEST = Digest.ofContent(new byte[] {1});

  @TempDir private Path directory;
  private Path root;
  private int layers;

  @BeforeEach
  void root() throws Exception {
    root = Files.createDirectory(directory.resolve("root"));
    file("etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n");
    file("usr/bin/curl", "");
    file("usr/share/doc/curl", "");
    file("usr/lib/libz.so", "");
    file("var/lib/dpkg/info/curl.list", "/usr/bin/curl\n/usr/share/doc/curl\n");
    file("var/lib/dpkg/info/zlib1g.list", "/usr/lib/libz.so\n");
    file(
        "var/lib/dpkg/status",
        """
        Package: curl
        Status: install ok installed
        Version: 7.88.1

        Package: zlib1g
        Status: install ok installed
        Source: zlib
        Version: 1:1.2.13

        Package: gone
        Status: deinstall ok config-files
        Version: 1
        """);
    for (String app : List.of("a", "b")) {
      file(app + "/node_modules/@x/left\u00ff\"pad/package.json", "{\"version\":\"1.3.0\"}");
    }
  }

  @Test
  void bothListsAreValidAndSayWhatIsLeft() throws Exception {
    Inventory inventory = Inventory.of(tree(), Map.of());
    Files.delete(root.resolve("usr/share/doc/curl"));
    Files.delete(root.resolve("usr/lib/libz.so"));
    Instant created = Instant.parse("2025-01-01T00:00:00Z");
    Sbom source = Sbom.ofSource("shop/web:1", DIGEST, inventory, tree(), "1.0", created);
    Sbom slim = Sbom.ofSlim("shop/web:slim", DIGEST, inventory, tree(), "1.0", Instant.EPOCH);

    assertThat(cycloneDx(source))
        .containsExactly(
            "debian",
            "curl partial 1/2",
            "zlib1g removed 0/1",
            "left\u00ff\"pad kept 1/1",
            "left\u00ff\"pad kept 1/1");
    assertThat(cycloneDx(slim))
        .containsExactly(
            "debian", "curl partial 1/2", "left\u00ff\"pad kept 1/1", "left\u00ff\"pad kept 1/1");
    assertThat(spdx(source)).hasSize(5);
    assertThat(spdx(slim)).hasSize(4);
  }

  @Test
  void theSameImageGivesTheSameBytesAndAnotherOneAnotherNumber() throws Exception {
    Inventory inventory = Inventory.of(tree(), Map.of());
    Sbom first = Sbom.ofSource("web", DIGEST, inventory, tree(), "", Instant.EPOCH);
    Sbom again =
        Sbom.ofSource("web", DIGEST, Inventory.of(tree(), Map.of()), tree(), "", Instant.EPOCH);
    Sbom other =
        Sbom.ofSource("web", Digest.ofContent(new byte[0]), inventory, tree(), "", Instant.EPOCH);
    for (Sbom.Format format : Sbom.Format.values()) {
      first.write(format, directory.resolve("first"));
      again.write(format, directory.resolve("again"));

      assertThat(directory.resolve("first")).hasSameBinaryContentAs(directory.resolve("again"));
    }
    assertThat(first.uuid()).isNotEqualTo(other.uuid());
  }

  private List<String> cycloneDx(Sbom sbom) throws Exception {
    Path file = directory.resolve("cdx");
    sbom.write(Sbom.Format.CYCLONEDX, file);
    assertThat(new JsonParser().validate(file.toFile(), Version.VERSION_16)).isEmpty();
    return StreamSupport.stream(json(file).path("components").spliterator(), false)
        .map(SbomTest::line)
        .toList();
  }

  private static String line(JsonNode component) {
    JsonNode properties = component.path("properties");
    return properties.isMissingNode()
        ? component.path("name").asText()
        : "%s %s %s/%s"
            .formatted(
                component.path("name").asText(),
                properties.get(0).path("value").asText(),
                properties.get(2).path("value").asText(),
                properties.get(1).path("value").asText());
  }

  private JsonNode spdx(Sbom sbom) throws Exception {
    Path file = directory.resolve("spdx");
    sbom.write(Sbom.Format.SPDX, file);
    try (InputStream schema =
        SbomTest.class.getResourceAsStream("/resources/spdx-schema-v2.3.json")) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                  .getSchema(schema)
                  .validate(json(file)))
          .isEmpty();
    }
    return json(file).path("packages");
  }

  private static JsonNode json(Path file) throws Exception {
    return new ObjectMapper().readTree(file.toFile());
  }

  private FileTree tree() throws Exception {
    return Images.tree(Images.pack(root, directory.resolve(layers++ + ".tar")));
  }

  private void file(String path, String content) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
