package io.github.slimmaven.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads lists and maps out of JSON, absent or {@code null} ones as empty. */
final class Json {
  private static final String AGAIN = "Save, pull or build the image again";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /**
   * Parses an object.
   *
   * @param what for the message
   */
  static ObjectNode object(byte[] bytes, String what) throws ImageException {
    return (ObjectNode) parse(bytes, what, JsonNode::isObject, "an object");
  }

  /** Parses a list. */
  static JsonNode array(byte[] bytes, String what) throws ImageException {
    return parse(bytes, what, JsonNode::isArray, "a list");
  }

  private static JsonNode parse(
      byte[] bytes, String what, Predicate<JsonNode> shape, String expected) throws ImageException {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (node != null && shape.test(node)) {
        return node;
      }
      throw new ImageException(
          what + " is no JSON of the right shape: expected '" + expected + "'. " + AGAIN);
    } catch (ImageException e) {
      throw e;
    } catch (IOException e) {
      throw new ImageException(what + " is no valid JSON: '" + reason(e) + "'. " + AGAIN, e);
    }
  }

  /** In one line, without the place in our own memory. */
  private static String reason(IOException e) {
    String reason =
        e instanceof JsonProcessingException json && json.getOriginalMessage() != null
            ? json.getOriginalMessage()
            : String.valueOf(e.getMessage());
    return reason.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Compact, keys in the node's order. */
  static byte[] bytes(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  static List<JsonNode> list(JsonNode node) {
    List<JsonNode> list = new ArrayList<>();
    node.forEach(list::add);
    return list;
  }

  static List<String> strings(JsonNode node) {
    return list(node).stream().map(JsonNode::asText).toList();
  }

  static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return List.copyOf(keys);
  }

  static Map<String, String> stringMap(JsonNode node) {
    Map<String, String> map = new LinkedHashMap<>();
    node.properties().forEach(field -> map.put(field.getKey(), field.getValue().asText()));
    return map;
  }
}
