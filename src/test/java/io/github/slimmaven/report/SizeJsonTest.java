package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.inventory.NestedJar;
import io.github.slimmaven.inventory.Owner;
import io.github.slimmaven.inventory.Owners;
import io.github.slimmaven.report.ImageSize.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizeJsonTest {
  private static final String GUAVA = "com.google.guava:guava";
  private static final Owner APP = new Owner("maven", "com.example:shop", "1.0");
  private static final Owners OWNERS =
      new Owners(
          Map.of(
              "/usr/lib/x86_64/libssl.so.3", new Owner("deb", "libssl3", "3.0.17"),
              "/app/shop.jar", APP,
              "/app/libs/guava.jar", new Owner("maven", GUAVA, "32.0")),
          Map.of(
              "/app/shop.jar",
              List.of(new NestedJar("guava.jar", new Owner("maven", GUAVA, "33.0"), 30))));

  @TempDir private Path directory;

  @Test
  void partsAddUpToTheImage() {
    ImageSize.Parts parts = size(1_500, OWNERS).parts().orElseThrow();

    assertThat(parts.layers()).containsExactly(new ImageSize.LayerPart("host runtime", 1_500));
    assertThat(parts.directories())
        .containsOnly(
            Map.entry("/usr/lib/x86_64", 800L),
            Map.entry("/app", 100L),
            Map.entry("/app/libs", 50L),
            Map.entry("/", 40L),
            Map.entry("(hidden)", 510L));
    assertThat(parts.packages())
        .containsOnly(Map.entry("deb:libssl3", new Part("3.0.17", 700, List.of())));
    assertThat(parts.artifacts())
        .containsOnly(
            Map.entry("com.example:shop", new Part("1.0", 70, List.of())),
            Map.entry(GUAVA, new Part("32.0, 33.0", 80, List.of("com.example:client:1.0"))));
  }

  @Test
  void aNestedJarThatClaimsMoreThanItsJarCountsNothing() {
    Owners lying =
        new Owners(
            OWNERS.files(), Map.of("/app/shop.jar", List.of(new NestedJar("a.jar", APP, 101))));

    assertThat(size(1_500, lying).parts().orElseThrow().artifacts())
        .containsEntry("com.example:shop", new Part("1.0", 100, List.of()));
  }

  @Test
  void theNumberAndLengthOfNamesIsBounded() {
    Map<String, Owner> files = new HashMap<>();
    Entry[] entries = new Entry[ImageParts.MOST + 10];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = entry("/d" + i + "/f", i + 1);
      files.put(entries[i].path(), new Owner("npm", "n".repeat(1_000) + "\n" + i, "1"));
    }
    Map<String, Owner> short1 = new HashMap<>();
    for (int i = 0; i < entries.length; i++) {
      short1.put(entries[i].path(), new Owner("npm", "n" + i, "1"));
    }

    assertThat(parts(files, entries).packages()).hasSize(1);
    ImageSize.Parts bounded = parts(short1, entries);

    assertThat(bounded.packages())
        .hasSize(ImageParts.MOST + 1)
        .containsEntry("(others)", new Part("", 55, List.of()));
    assertThat(bounded.directories()).hasSize(ImageParts.MOST + 1).containsEntry("(others)", 55L);
  }

  @Test
  void sizesAreWrittenByTheSchemaAndReadBack() throws IOException {
    Path file = directory.resolve("size.json");
    ImageSize size = size(1_500, OWNERS);
    SizeJson.write(Reports.minified(), size, file);

    assertThat(SizeJson.read(file, "again")).isEqualTo(size);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(violations(json)).isEmpty();
    assertThat(json.path("source").toString())
        .isEqualTo("{\"size\":238900123,\"compressedSize\":101200000,\"files\":8224,\"layers\":2}");
  }

  @Test
  void anOlderFileIsReadWithoutParts() throws IOException {
    Path file = directory.resolve("size.json");
    Files.writeString(
        file,
        """
        {"source": {"size": 238900123, "compressedSize": 101200000, "files": 8224, "layers": 2},
         "slim": {"size": 61234567, "compressedSize": 24500000, "files": 1204, "layers": 1}}
        """);

    assertThat(SizeJson.read(file, "again"))
        .isEqualTo(new ImageSize(61_234_567, Optional.of(24_500_000L), 1_204, 1, Optional.empty()));
  }

  @Test
  void whatIsNoSuchFileIsNamedWithTheNextStep() throws IOException {
    Path file = directory.resolve("size.json");
    assertThatThrownBy(() -> SizeJson.read(file, "write it anew"))
        .hasMessage("There is no report '" + file + "': write it anew");
    Files.writeString(file, "{\"slim\": {\"size\": \"a lot\"}}");
    assertThatThrownBy(() -> SizeJson.read(file, "write it anew"))
        .isInstanceOf(ReportException.class)
        .hasMessageStartingWith("The file '" + file + "' is no report of slim-maven-plugin (")
        .hasMessageEndingWith("): write it anew");
    Files.writeString(file, "{\"schemaVersion\": 2, \"slim\": {}}");
    assertThatThrownBy(() -> SizeJson.read(file, "write it anew"))
        .hasMessageContaining("has schema version '2'");
    Files.writeString(file, "{\"schemaVersion\": 1}");
    assertThatThrownBy(() -> SizeJson.read(file, "write it anew"))
        .hasMessage("The file '" + file + "' has no key 'slim': write it anew");
  }

  private static ImageSize size(long whole, Owners owners) {
    return ImageParts.of(
        Reports.minified(whole, 1).slim().orElseThrow(),
        Trees.of(
            entry("/usr/lib/x86_64/libssl.so.3", 700),
            entry("/usr/lib/x86_64/deep/er", 100),
            entry("/app/shop.jar", 100),
            entry("/app/libs/guava.jar", 50),
            entry("/top", 40)),
        owners,
        Map.of(GUAVA + ":33.0", List.of("com.example:client:1.0", GUAVA + ":33.0")));
  }

  private static ImageSize.Parts parts(Map<String, Owner> files, Entry... entries) {
    return ImageParts.of(
            Reports.minified(1, 1).slim().orElseThrow(),
            Trees.of(entries),
            new Owners(files, Map.of()),
            Map.of())
        .parts()
        .orElseThrow();
  }

  private static Entry entry(String path, long size) {
    return new Entry(path, Entry.Type.FILE, 0644, 0, 0, size, 0, "", 0, 0, 0);
  }

  private static List<Error> violations(JsonNode json) throws IOException {
    try (InputStream schema = ImageSize.class.getResourceAsStream("size.schema.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(schema)
          .validate(json);
    }
  }
}
