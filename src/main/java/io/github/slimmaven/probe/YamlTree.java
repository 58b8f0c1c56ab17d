package io.github.slimmaven.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML as a tree of JSON, as OpenAPI uses it: the types are JSON's, so {@code 2024-01-01} and
 * {@code no} are text. Aliases share what they name, they are not copied.
 */
final class YamlTree {
  private static final Pattern TRUE_OR_FALSE = Pattern.compile("true|false|True|False|TRUE|FALSE");

  private final String name;
  private final IdentityHashMap<Object, JsonNode> nodes = new IdentityHashMap<>();

  private YamlTree(String name) {
    this.name = name;
  }

  static JsonNode parse(String name, String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Answer.MAX_BODY);
    options.setNestingDepthLimit(ApiDocument.MAX_DEPTH);
    options.setMaxAliasesForCollections(1000);
    options.setAllowRecursiveKeys(false);
    DumperOptions unused = new DumperOptions();
    Yaml yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(unused),
            unused,
            options,
            new JsonTypes());
    try {
      return new YamlTree(name).node(yaml.load(text));
    } catch (YAMLException e) {
      throw new IllegalArgumentException(
          "the OpenAPI document '"
              + name
              + "' is neither JSON nor YAML: "
              + Probe.shown(e.getMessage().lines().findFirst().orElse("").strip())
              + place(e),
          e);
    }
  }

  private static String place(YAMLException e) {
    return e instanceof org.yaml.snakeyaml.error.MarkedYAMLException marked
            && marked.getProblemMark() != null
        ? ", line " + (marked.getProblemMark().getLine() + 1)
        : "";
  }

  private JsonNode node(Object value) {
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      if (nodes.containsKey(value)) {
        JsonNode known = nodes.get(value);
        if (known == null) {
          throw new IllegalArgumentException(
              "the OpenAPI document '" + name + "' has an alias that contains itself");
        }
        return known;
      }
      nodes.put(value, null);
      JsonNode node = value instanceof Map<?, ?> map ? object(map) : array((List<?>) value);
      nodes.put(value, node);
      return node;
    }
    return scalar(value);
  }

  private JsonNode object(Map<?, ?> map) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    map.forEach((key, value) -> node.set(String.valueOf(key), node(value)));
    return node;
  }

  private JsonNode array(List<?> list) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode();
    list.forEach(value -> node.add(node(value)));
    return node;
  }

  private static JsonNode scalar(Object value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    if (value == null) {
      return json.nullNode();
    }
    if (value instanceof Boolean bool) {
      return json.booleanNode(bool);
    }
    if (value instanceof BigInteger number) {
      return json.numberNode(number);
    }
    if (value instanceof Integer || value instanceof Long) {
      return json.numberNode(((Number) value).longValue());
    }
    if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
      return json.numberNode(BigDecimal.valueOf(number));
    }
    return json.textNode(String.valueOf(value));
  }

  /** Those of YAML 1.1 that JSON has as well. */
  private static final class JsonTypes extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, TRUE_OR_FALSE, "tfTF");
      addImplicitResolver(Tag.INT, Pattern.compile("-?(?:0|[1-9][0-9]*)"), "-0123456789");
      addImplicitResolver(
          Tag.FLOAT,
          Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"),
          "-0123456789");
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }
}
