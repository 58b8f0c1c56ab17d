package io.github.slimmaven.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * An OpenAPI 3 or Swagger 2 document, in JSON or YAML.
 *
 * @param name for messages
 */
record ApiDocument(String name, JsonNode root) {
  static final int MAX_DEPTH = 200;

  private static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
              .build());

  /**
   * Parses a document.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static ApiDocument parse(String name, byte[] content) {
    if (content.length >= Answer.MAX_BODY) {
      throw new IllegalArgumentException(
          "the OpenAPI document '" + name + "' is too large: expected less than 16 MiB");
    }
    String text = new String(content, StandardCharsets.UTF_8);
    JsonNode root =
        text.stripLeading().startsWith("{") ? json(name, text) : YamlTree.parse(name, text);
    ApiDocument document = new ApiDocument(name, root);
    boolean known = document.isSwagger2() || root.path("openapi").asText().startsWith("3.");
    if (!known || !root.path("paths").isObject()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no OpenAPI document: expected 'openapi: 3.x' or 'swagger: \"2.0\"', and"
              + " 'paths'. Correct <openApi>.");
    }
    return document;
  }

  private static JsonNode json(String name, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the OpenAPI document '"
              + name
              + "' is no JSON: "
              + Probe.shown(e.getOriginalMessage())
              + (e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr()),
          e);
    }
  }

  boolean isSwagger2() {
    return root.path("swagger").asText().startsWith("2");
  }

  /**
   * What a node stands for, if it is a {@code $ref}.
   *
   * @throws IllegalArgumentException if that is outside the document, missing, or only itself
   */
  JsonNode resolve(JsonNode node) {
    Set<String> seen = new HashSet<>();
    JsonNode at = node;
    while (at.path("$ref").isTextual()) {
      String ref = at.path("$ref").asText();
      if (!seen.add(ref)) {
        throw new IllegalArgumentException("its $ref '" + Probe.shown(ref) + "' leads to itself");
      }
      at = target(ref);
    }
    return at;
  }

  /** A JSON pointer in a URI's fragment: RFC 6901, section 6. */
  private JsonNode target(String ref) {
    if (!ref.startsWith("#")) {
      throw new IllegalArgumentException(
          "its $ref '"
              + Probe.shown(ref)
              + "' is outside the document: bundle what it names into the document");
    }
    JsonNode target;
    try {
      String pointer = ref.substring(1).replace("+", "%2B");
      target = root.at(URLDecoder.decode(pointer, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("its $ref '" + Probe.shown(ref) + "' is no pointer", e);
    }
    if (target.isMissingNode()) {
      throw new IllegalArgumentException(
          "its $ref '" + Probe.shown(ref) + "' names nothing in the document");
    }
    return target;
  }
}
