package io.github.slimmaven.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One operation of a document.
 *
 * @param method upper case
 * @param path a template, as in {@code /pets/{id}}
 * @param item what the path's operations have in common
 */
record ApiOperation(
    ApiDocument document, String method, String path, JsonNode item, JsonNode operation) {

  /** What makes things comes first, what removes them last; else as in the document. */
  private static final List<String> METHODS =
      List.of("POST", "PUT", "PATCH", "GET", "HEAD", "OPTIONS", "DELETE");

  private static final int MAKING = METHODS.indexOf("GET");
  private static final int REMOVING = METHODS.indexOf("DELETE");

  /**
   * The operations of a document, in the order in which they are asked.
   *
   * @param leftOut gets the paths that cannot be understood
   */
  static List<ApiOperation> of(ApiDocument document, OpenApi api, List<Found.LeftOut> leftOut) {
    List<ApiOperation> operations = new ArrayList<>();
    for (var path : document.root().path("paths").properties()) {
      if (path.getKey().startsWith("/")) {
        try {
          JsonNode item = document.resolve(path.getValue());
          for (String method : METHODS) {
            JsonNode operation = item.path(method.toLowerCase(Locale.ROOT));
            if (operation.isObject() && api.asks(method)) {
              operations.add(new ApiOperation(document, method, path.getKey(), item, operation));
            }
          }
        } catch (IllegalArgumentException e) {
          leftOut.add(new Found.LeftOut(path.getKey(), "was not asked: " + e.getMessage()));
        }
      }
    }
    operations.sort(Comparator.comparingInt(operation -> rank(operation.method())));
    return operations;
  }

  private static int rank(String method) {
    int index = METHODS.indexOf(method);
    return index < MAKING ? index : index < REMOVING ? MAKING : REMOVING;
  }

  /** Its parameters and those of its path, resolved; its own win. */
  List<JsonNode> parameters() {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
      for (JsonNode each : list) {
        JsonNode parameter = document.resolve(each);
        parameters.put(
            parameter.path("in").asText() + " " + parameter.path("name").asText(), parameter);
      }
    }
    return List.copyOf(parameters.values());
  }

  /** What stands before the path: the base path, or the path of the first server. */
  String base() {
    if (document.isSwagger2()) {
      return trimmed(document.root().path("basePath").asText(""));
    }
    JsonNode server = JsonNodeFactory.instance.missingNode();
    for (JsonNode holder : List.of(document.root(), item, operation)) {
      if (holder.path("servers").path(0).isObject()) {
        server = holder.path("servers").path(0);
      }
    }
    String url = server.path("url").asText("");
    for (var variable : server.path("variables").properties()) {
      url =
          url.replace(
              "{" + variable.getKey() + "}", variable.getValue().path("default").asText(""));
    }
    return trimmed(
        url.replaceFirst("^(?i)[a-z][a-z0-9+.-]*://[^/]*", "").replaceFirst("[?#].*", ""));
  }

  private static String trimmed(String path) {
    String trimmed = path.replaceFirst("^\\.?/*", "").replaceFirst("/+$", "");
    return trimmed.isEmpty() ? "" : "/" + trimmed;
  }

  /** Media types that it takes, by Swagger 2. */
  List<String> consumes() {
    JsonNode own = operation.path("consumes");
    List<String> types = new ArrayList<>();
    (own.isArray() ? own : document.root().path("consumes")).forEach(t -> types.add(t.asText()));
    return types;
  }
}
