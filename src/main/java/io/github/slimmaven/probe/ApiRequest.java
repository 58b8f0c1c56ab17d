package io.github.slimmaven.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the request of an operation. */
final class ApiRequest {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}/]+)}");

  /** Described elsewhere in the document ("Fixed Fields" of the Parameter Object). */
  private static final Set<String> IGNORED = Set.of("accept", "content-type", "authorization");

  private final ApiOperation operation;
  private final boolean optional;
  private final Map<String, String> inPath = new HashMap<>();
  private final List<String> query = new ArrayList<>();
  private final List<String> cookies = new ArrayList<>();
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private ApiRequest(ApiOperation operation, boolean optional) {
    this.operation = operation;
    this.optional = optional;
  }

  /**
   * A request.
   *
   * @param optional whether it has what it need not have
   * @throws IllegalArgumentException if none can be made, as the end of a sentence
   */
  static Probe of(ApiOperation operation, boolean optional, OpenApi api, Probe.Kind kind) {
    return new ApiRequest(operation, optional).probe(api, kind);
  }

  private Probe probe(OpenApi api, Probe.Kind kind) {
    operation.parameters().forEach(this::add);
    if (!cookies.isEmpty()) {
      headers.put("Cookie", String.join("; ", cookies));
    }
    headers.putAll(api.headers());
    Matcher matcher = VARIABLE.matcher(operation.path());
    String path =
        operation.base()
            + matcher.replaceAll(
                variable -> Matcher.quoteReplacement(inPath.getOrDefault(variable.group(1), "1")));
    return new Probe(
        kind,
        api.port(),
        operation.method(),
        query.isEmpty() ? path : path + (path.contains("?") ? "&" : "?") + String.join("&", query),
        headers,
        new ApiBody(operation, optional).of(),
        Probe.SUCCESS,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty());
  }

  private void add(JsonNode parameter) {
    String in = parameter.path("in").asText();
    String name = parameter.path("name").asText();
    boolean needed = in.equals("path") || parameter.path("required").asBoolean();
    if (!(needed || optional) || Set.of("body", "formData").contains(in)) {
      return;
    }
    Optional<JsonNode> value = value(parameter);
    if (value.isEmpty()) {
      if (needed) {
        throw new IllegalArgumentException(
            "its parameter '" + Probe.shown(name) + "' has no value that ends");
      }
      return;
    }
    ApiValue text = ApiValue.of(parameter, value.get());
    switch (in) {
      case "path" -> inPath.put(name, text.inPath());
      case "query" -> query.addAll(text.pairs());
      case "cookie" -> cookies.addAll(text.pairs());
      case "header" -> {
        if (!IGNORED.contains(name.toLowerCase(Locale.ROOT))) {
          headers.put(name, text.plain());
        }
      }
      default ->
          throw new IllegalArgumentException(
              "its parameter '" + Probe.shown(name) + "' is in '" + Probe.shown(in) + "'");
    }
  }

  private Optional<JsonNode> value(JsonNode parameter) {
    ApiExamples examples = new ApiExamples(operation.document(), optional);
    for (var media : parameter.path("content").properties()) {
      return examples
          .of(media.getValue(), media.getValue().path("schema"))
          .map(value -> JsonNodeFactory.instance.textNode(value.toString()));
    }
    return examples.of(parameter, parameter.has("schema") ? parameter.path("schema") : parameter);
  }
}
