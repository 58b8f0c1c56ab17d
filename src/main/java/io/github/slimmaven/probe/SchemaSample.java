package io.github.slimmaven.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One value that a schema of OpenAPI allows: the example that it has, its default, the first of an
 * enumeration, or one made up. A schema that contains itself ends where it may.
 */
final class SchemaSample {
  private static final int MOST_NODES = 10_000;
  private static final int MOST_ITEMS = 100;
  private static final int MAX_DEPTH = 50;

  private final ApiDocument document;
  private final boolean optional;
  private final List<String> refs = new ArrayList<>();
  private int nodes;
  private int depth;

  /**
   * @param optional whether objects get the properties that they need not have
   */
  SchemaSample(ApiDocument document, boolean optional) {
    this.document = document;
    this.optional = optional;
  }

  /**
   * A value; none if the schema allows only values without end.
   *
   * @throws IllegalArgumentException if the schema cannot be understood
   */
  Optional<JsonNode> of(JsonNode schema) {
    String ref = schema.path("$ref").asText("");
    if (++nodes > MOST_NODES || depth >= MAX_DEPTH || (!ref.isEmpty() && refs.contains(ref))) {
      return Optional.empty();
    }
    depth++;
    refs.add(ref);
    try {
      return resolved(document.resolve(schema));
    } finally {
      refs.remove(refs.size() - 1);
      depth--;
    }
  }

  private Optional<JsonNode> resolved(JsonNode schema) {
    for (JsonNode given :
        List.of(
            schema.path("example"),
            schema.path("examples").path(0),
            schema.path("const"),
            schema.path("default"),
            schema.path("enum").path(0))) {
      if (!given.isMissingNode() && !given.isNull()) {
        return Optional.of(given);
      }
    }
    if (schema.path("allOf").isArray()) {
      return allOf(schema);
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      if (schema.path(choice).isArray() && !schema.path(choice).isEmpty()) {
        return choice(schema, schema.path(choice));
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "integer" -> Optional.of(SampleNumber.of(schema, true));
      case "number" -> Optional.of(SampleNumber.of(schema, false));
      case "boolean" -> Optional.of(JsonNodeFactory.instance.booleanNode(true));
      case "null" -> Optional.of(JsonNodeFactory.instance.nullNode());
      default -> Optional.of(JsonNodeFactory.instance.textNode(SampleText.of(schema)));
    };
  }

  /** The first type that is not null; told by the keywords where none is given. */
  static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        return one.asText();
      }
    }
    if (type.isTextual()) {
      return type.asText();
    }
    if (schema.has("properties") || schema.has("additionalProperties") || schema.has("required")) {
      return "object";
    }
    if (schema.has("items") || schema.has("prefixItems")) {
      return "array";
    }
    return schema.has("minimum") || schema.has("maximum") || schema.has("multipleOf")
        ? "number"
        : "string";
  }

  /** Objects are put together; of anything else, keywords are. */
  private Optional<JsonNode> allOf(JsonNode schema) {
    ObjectNode merged = JsonNodeFactory.instance.objectNode();
    merge(merged, schema, 0);
    return resolved(merged);
  }

  private void merge(ObjectNode merged, JsonNode part, int level) {
    JsonNode schema = document.resolve(part);
    if (++nodes > MOST_NODES || level > MAX_DEPTH) {
      throw new IllegalArgumentException("its allOf contains itself, or is too large");
    }
    schema.path("allOf").forEach(each -> merge(merged, each, level + 1));
    schema
        .properties()
        .forEach(
            keyword -> {
              switch (keyword.getKey()) {
                case "allOf", "$ref" -> {}
                case "properties" ->
                    merged
                        .withObjectProperty("properties")
                        .setAll(object(keyword.getValue(), "properties"));
                case "required" ->
                    keyword.getValue().forEach(merged.withArrayProperty("required")::add);
                default -> merged.set(keyword.getKey(), keyword.getValue());
              }
            });
  }

  private static ObjectNode object(JsonNode node, String keyword) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("its '" + keyword + "' is no object");
  }

  /** The first that has a value, with what stands beside the choice. */
  private Optional<JsonNode> choice(JsonNode schema, JsonNode choices) {
    for (JsonNode each : choices) {
      Optional<JsonNode> value = of(each);
      if (value.isPresent() && !value.get().isNull()) {
        if (value.get() instanceof ObjectNode object) {
          ObjectNode whole = object.deepCopy();
          if (schema.has("properties")) {
            object(schema).ifPresent(beside -> whole.setAll((ObjectNode) beside));
          }
          discriminate(schema.path("discriminator"), each, whole);
          return Optional.of(whole);
        }
        return value;
      }
    }
    return Optional.empty();
  }

  private static void discriminate(JsonNode discriminator, JsonNode chosen, ObjectNode value) {
    String property = discriminator.path("propertyName").asText("");
    String ref = chosen.path("$ref").asText("");
    if (property.isEmpty() || ref.isEmpty()) {
      return;
    }
    String name = ref.substring(ref.lastIndexOf('/') + 1);
    String mapped =
        discriminator.path("mapping").properties().stream()
            .filter(
                one -> one.getValue().asText().equals(ref) || one.getValue().asText().equals(name))
            .map(java.util.Map.Entry::getKey)
            .findFirst()
            .orElse(name);
    value.put(property, mapped);
  }

  private Optional<JsonNode> object(JsonNode schema) {
    Set<String> required = new LinkedHashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (var property : schema.path("properties").properties()) {
      boolean needed = required.contains(property.getKey());
      if ((optional || needed) && !isReadOnly(property.getValue())) {
        Optional<JsonNode> value = of(property.getValue());
        if (value.isEmpty() && needed) {
          return Optional.empty();
        }
        value.ifPresent(node -> object.set(property.getKey(), node));
      }
    }
    int least = Math.min(MOST_ITEMS, schema.path("minProperties").asInt());
    JsonNode more = schema.path("additionalProperties");
    for (int i = 1; object.size() < least && !more.asText().equals("false"); i++) {
      of(more).ifPresent(value -> object.set("key" + object.size(), value));
      if (i > MOST_ITEMS) {
        return Optional.empty();
      }
    }
    return Optional.of(object);
  }

  private boolean isReadOnly(JsonNode property) {
    return property.path("readOnly").asBoolean()
        || document.resolve(property).path("readOnly").asBoolean();
  }

  private Optional<JsonNode> array(JsonNode schema) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : schema.path("prefixItems")) {
      Optional<JsonNode> value = of(item);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      array.add(value.get());
    }
    int least = Math.min(MOST_ITEMS, schema.path("minItems").asInt());
    boolean may = schema.path("maxItems").asInt(1) > 0 && array.isEmpty();
    for (int wanted = Math.max(least, may ? 1 : 0); array.size() < wanted; ) {
      Optional<JsonNode> value = item(schema, array);
      if (value.isEmpty()) {
        return array.size() < least ? Optional.empty() : Optional.of(array);
      }
      array.add(value.get());
    }
    return Optional.of(array);
  }

  private Optional<JsonNode> item(JsonNode schema, ArrayNode others) {
    JsonNode items = schema.path("items");
    Optional<JsonNode> value =
        of(items.isMissingNode() ? JsonNodeFactory.instance.objectNode() : items);
    if (value.isEmpty() || others.isEmpty() || !schema.path("uniqueItems").asBoolean()) {
      return value;
    }
    JsonNode other = document.resolve(items).path("enum").path(others.size());
    if (!other.isMissingNode()) {
      return Optional.of(other);
    }
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value.get().isNumber()) {
      return Optional.of(
          json.numberNode(
              value.get().decimalValue().add(java.math.BigDecimal.valueOf(others.size()))));
    }
    return Optional.of(
        value.get().isTextual()
            ? json.textNode(value.get().asText() + others.size())
            : value.get());
  }
}
