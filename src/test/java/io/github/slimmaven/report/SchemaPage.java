package io.github.slimmaven.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Writes the site's page of the schemas: {@code java io.github.slimmaven.report.SchemaPage} with
 * the test class path, in the project's folder.
 */
final class SchemaPage {
  static final Path PAGE = Path.of("src/site/markdown/report-schema.md");

  private static final Path SCHEMAS = Path.of("src/main/resources/io/github/slimmaven/report");
  private static final String SUFFIX = ".schema.json";

  private final StringBuilder page = new StringBuilder();

  private SchemaPage() {}

  public static void main(String[] args) throws IOException {
    Files.writeString(PAGE, text());
  }

  static String text() throws IOException {
    SchemaPage page = new SchemaPage();
    page.line("# report.json and the other JSON files");
    page.line("");
    page.line(
        "The schemas (JSON Schema 2020-12) are in the plugin's jar, package"
            + " `io.github.slimmaven.report`; this page is made of them. Every file that the"
            + " integration tests leave is held against them. Keys may be added in later versions:"
            + " readers must ignore what they do not know. Another `schemaVersion` is another"
            + " format. A key with `?` may be absent; `[]` is each element of a list, `*` each key"
            + " of a map.");
    page.schema("report");
    for (String name : others()) {
      page.schema(name);
    }
    return page.page.toString();
  }

  private static List<String> others() throws IOException {
    try (Stream<Path> files = Files.list(SCHEMAS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(SUFFIX))
          .map(file -> file.substring(0, file.length() - SUFFIX.length()))
          .filter(name -> !name.equals("report"))
          .sorted()
          .toList();
    }
  }

  private void schema(String name) throws IOException {
    JsonNode schema;
    try (InputStream in = SchemaPage.class.getResourceAsStream(name + SUFFIX)) {
      schema = new ObjectMapper().readTree(in);
    }
    line("");
    line("## " + name + ".json");
    sentence(schema);
    table(schema, schema);
    for (Map.Entry<String, JsonNode> part : schema.path("$defs").properties()) {
      if (!rows(schema, part.getValue()).isEmpty()) {
        line("");
        line("### `" + part.getKey() + "` in " + name + ".json");
        sentence(part.getValue());
        table(schema, part.getValue());
      }
    }
  }

  private void sentence(JsonNode node) {
    if (node.has("description")) {
      line(text(node.get("description").textValue()));
    }
  }

  private void table(JsonNode schema, JsonNode node) {
    line("");
    line("| key | value | meaning |");
    line("| --- | --- | --- |");
    rows(schema, node).forEach(this::line);
  }

  private static List<String> rows(JsonNode schema, JsonNode node) {
    List<String> rows = new ArrayList<>();
    rows(schema, node, "", rows);
    return rows;
  }

  private static void rows(JsonNode schema, JsonNode node, String path, List<String> rows) {
    Set<String> required = new LinkedHashSet<>();
    node.path("required").forEach(key -> required.add(key.textValue()));
    for (Map.Entry<String, JsonNode> property : node.path("properties").properties()) {
      String key = path + property.getKey();
      JsonNode value = listed(schema, property.getValue());
      String may = required.contains(property.getKey()) ? "" : "?";
      String meaning = text(value.path("description").asText(""));
      rows.add("| `" + key + may + "` | " + type(schema, value) + " | " + meaning + " |");
      rows(schema, value, key + ".", rows);
      rows(schema, value.path("items"), key + "[].", rows);
      rows(schema, value.path("additionalProperties"), key + ".*.", rows);
    }
  }

  /**
   * What is defined as a list has no section of its own: its elements are shown where it is used.
   */
  private static JsonNode listed(JsonNode schema, JsonNode value) {
    JsonNode target =
        schema.path("$defs").path(value.path("$ref").asText().replace("#/$defs/", ""));
    return target.has("items") ? target : value;
  }

  private static String type(JsonNode schema, JsonNode node) {
    if (node.has("$ref")) {
      String name = node.get("$ref").textValue().replace("#/$defs/", "");
      JsonNode target = schema.path("$defs").path(name);
      return rows(schema, target).isEmpty() ? type(schema, target) : "`" + name + "`";
    }
    if (node.has("const")) {
      return "`" + node.get("const").asText() + "`";
    }
    if (node.has("enum")) {
      return StreamSupport.stream(node.get("enum").spliterator(), false)
          .map(value -> "`" + value.asText() + "`")
          .collect(Collectors.joining(", "));
    }
    if (node.has("items")) {
      return "list of " + type(schema, node.get("items"));
    }
    if (node.path("additionalProperties").isObject()) {
      return "map to " + type(schema, node.get("additionalProperties"));
    }
    String type = node.path("type").isArray() ? "any" : node.path("type").asText("any");
    return node.has("pattern")
        ? type + " like `" + node.get("pattern").textValue().replace("|", "\\|") + "`"
        : type;
  }

  private static String text(String description) {
    return description.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
