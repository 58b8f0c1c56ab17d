package io.github.slimmaven.probe;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A parameter's value as text, in the styles of OpenAPI 3 ("Style Values") and the collection
 * formats of Swagger 2.
 */
record ApiValue(String name, JsonNode value, String style, boolean explode) {

  /**
   * @param parameter resolved
   */
  static ApiValue of(JsonNode parameter, JsonNode value) {
    String in = parameter.path("in").asText();
    boolean form = in.equals("query") || in.equals("cookie") || in.equals("formData");
    String style =
        switch (parameter.path("collectionFormat").asText()) {
          case "ssv" -> "spaceDelimited";
          case "pipes" -> "pipeDelimited";
          case "tsv" -> "tabDelimited";
          default -> parameter.path("style").asText(form ? "form" : "simple");
        };
    boolean explode =
        parameter.path("explode").asBoolean(parameter.has("schema") && style.equals("form"))
            || parameter.path("collectionFormat").asText().equals("multi");
    return new ApiValue(parameter.path("name").asText(), value, style, explode);
  }

  /** In a path, encoded. */
  String inPath() {
    return switch (style) {
      case "label" -> "." + joined(explode ? "." : ",");
      case "matrix" ->
          explode && value.isArray()
              ? each().stream().map(text -> ";" + name + "=" + text).collect(Collectors.joining())
              : explode && value.isObject() ? ";" + joined(";") : ";" + name + "=" + joined(",");
      default -> joined(",");
    };
  }

  /** In a query or a form, encoded: pairs. */
  List<String> pairs() {
    String key = encoded(name);
    if (value.isObject() && style.equals("deepObject")) {
      return value.properties().stream()
          .map(p -> key + encoded("[" + p.getKey() + "]") + "=" + encoded(text(p.getValue())))
          .toList();
    }
    if (value.isObject() && explode) {
      return each();
    }
    if (value.isArray() && explode) {
      return each().stream().map(text -> key + "=" + text).toList();
    }
    if (value.isArray() && value.isEmpty()) {
      return List.of();
    }
    return List.of(
        key
            + "="
            + joined(
                switch (style) {
                  case "spaceDelimited" -> "%20";
                  case "pipeDelimited" -> "%7C";
                  case "tabDelimited" -> "%09";
                  default -> ",";
                }));
  }

  /** In a header, as it is. */
  String plain() {
    if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      value.forEach(element -> texts.add(text(element)));
      return String.join(",", texts);
    }
    return value.isObject()
        ? value.properties().stream()
            .map(p -> p.getKey() + (explode ? "=" : ",") + text(p.getValue()))
            .collect(Collectors.joining(","))
        : text(value);
  }

  private String joined(String between) {
    return String.join(between, each());
  }

  private List<String> each() {
    List<String> each = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(element -> each.add(encoded(text(element))));
    } else if (value.isObject()) {
      for (var property : value.properties()) {
        String key = encoded(property.getKey());
        String text = encoded(text(property.getValue()));
        if (explode) {
          each.add(key + "=" + text);
        } else {
          each.add(key);
          each.add(text);
        }
      }
    } else {
      each.add(encoded(text(value)));
    }
    return each;
  }

  static String text(JsonNode value) {
    return value.isNumber()
        ? value.decimalValue().toPlainString()
        : value.isNull() ? "" : value.isValueNode() ? value.asText() : value.toString();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
