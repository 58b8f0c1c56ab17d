package io.github.slimmaven.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the request of an operation carries. */
final class ApiBody {
  private static final List<String> LIKED =
      List.of("json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain");

  private final ApiOperation operation;
  private final ApiExamples examples;
  private final boolean optional;

  ApiBody(ApiOperation operation, boolean optional) {
    this.operation = operation;
    this.optional = optional;
    this.examples = new ApiExamples(operation.document(), optional);
  }

  /**
   * The body; none if the operation takes none, or need not have one.
   *
   * @throws IllegalArgumentException if it must have one that cannot be made
   */
  Optional<Body> of() {
    if (operation.document().isSwagger2()) {
      return swagger2();
    }
    JsonNode body = operation.document().resolve(operation.operation().path("requestBody"));
    if (body.path("content").isEmpty() || !(optional || body.path("required").asBoolean())) {
      return Optional.empty();
    }
    String type = best(names(body.path("content")));
    JsonNode media = body.path("content").path(type);
    JsonNode schema = operation.document().resolve(media.path("schema"));
    return Optional.of(body(type, schema, media));
  }

  private Optional<Body> swagger2() {
    ObjectNode form = JsonNodeFactory.instance.objectNode();
    ObjectNode properties = form.putObject("properties");
    boolean file = false;
    for (JsonNode parameter : operation.parameters()) {
      boolean wanted = optional || parameter.path("required").asBoolean();
      if (parameter.path("in").asText().equals("body") && wanted) {
        String type = best(operation.consumes());
        return Optional.of(
            body(type, operation.document().resolve(parameter.path("schema")), parameter));
      }
      if (parameter.path("in").asText().equals("formData") && wanted) {
        properties.set(parameter.path("name").asText(), parameter);
        form.withArrayProperty("required").add(parameter.path("name").asText());
        file |= parameter.path("type").asText().equals("file");
      }
    }
    if (properties.isEmpty()) {
      return Optional.empty();
    }
    boolean parts = file || best(operation.consumes()).startsWith("multipart/");
    return Optional.of(
        body(
            parts ? "multipart/form-data" : "application/x-www-form-urlencoded",
            form,
            JsonNodeFactory.instance.objectNode().set("schema", form)));
  }

  private static List<String> names(JsonNode content) {
    return content.properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  private static String best(List<String> types) {
    return types.stream().min(Comparator.comparingInt(ApiBody::rank)).orElse("application/json");
  }

  private static int rank(String type) {
    for (int i = 0; i < LIKED.size(); i++) {
      if (type.toLowerCase(Locale.ROOT).contains(LIKED.get(i))) {
        return i;
      }
    }
    return type.contains("*") ? 0 : LIKED.size();
  }

  private Body body(String declared, JsonNode schema, JsonNode media) {
    String type = declared.contains("*") ? "application/json" : declared;
    JsonNode value =
        examples
            .of(media, media.path("schema"))
            .orElseThrow(() -> new IllegalArgumentException("its body has no end"));
    if (type.contains("json")) {
      return new Body(bytes(value.toString()), Optional.of(type), false);
    }
    if (type.startsWith("application/x-www-form-urlencoded")) {
      return new Body(bytes(form(value)), Optional.of(type), false);
    }
    if (type.startsWith("multipart/")) {
      return Body.multipart(parts(value, schema));
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException(
          "its body of type '" + Probe.shown(type) + "' has no example");
    }
    return new Body(bytes(value.asText()), Optional.of(type), false);
  }

  private static String form(JsonNode value) {
    return value.properties().stream()
        .flatMap(
            field -> new ApiValue(field.getKey(), field.getValue(), "form", true).pairs().stream())
        .collect(Collectors.joining("&"));
  }

  private List<Body.Part> parts(JsonNode value, JsonNode schema) {
    List<Body.Part> parts = new ArrayList<>();
    for (var field : value.properties()) {
      JsonNode property =
          operation.document().resolve(schema.path("properties").path(field.getKey()));
      JsonNode single =
          property.has("items") ? operation.document().resolve(property.path("items")) : property;
      Iterable<JsonNode> all =
          field.getValue().isArray() ? field.getValue() : List.of(field.getValue());
      StreamSupport.stream(all.spliterator(), false)
          .forEach(each -> parts.add(part(field.getKey(), each, isFile(single))));
    }
    return parts;
  }

  private static boolean isFile(JsonNode schema) {
    return schema.path("type").asText().equals("file")
        || schema.path("format").asText().equals("binary")
        || schema.has("contentMediaType");
  }

  private static Body.Part part(String name, JsonNode value, boolean file) {
    return new Body.Part(
        name,
        bytes(ApiValue.text(value)),
        file ? Optional.of("file.txt") : Optional.empty(),
        file
            ? Optional.of("application/octet-stream")
            : value.isContainerNode() ? Optional.of("application/json") : Optional.empty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
