package io.github.slimmaven.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Types and keys that several JSON values have, merged into one; their values don't count. */
final class Shape {
  /** Told of each place that does not fit. */
  interface Differences {
    void add(String at, String source, String slim);
  }

  private final Set<JsonNodeType> types = EnumSet.noneOf(JsonNodeType.class);
  private final Map<String, Shape> keys = new LinkedHashMap<>();
  private Set<String> required;
  private Shape elements;
  private boolean everEmpty;
  private String example = "nothing";

  static Shape of(Collection<JsonNode> samples) {
    Shape shape = new Shape();
    samples.forEach(shape::add);
    return shape;
  }

  private void add(JsonNode sample) {
    if (types.isEmpty()) {
      example = shown(sample);
    }
    types.add(sample.getNodeType());
    if (sample.isObject()) {
      Set<String> names = new HashSet<>();
      sample.fieldNames().forEachRemaining(names::add);
      if (required == null) {
        required = new LinkedHashSet<>(names);
      } else {
        required.retainAll(names);
      }
      sample
          .properties()
          .forEach(
              field ->
                  keys.computeIfAbsent(field.getKey(), k -> new Shape()).add(field.getValue()));
    } else if (sample.isArray()) {
      everEmpty |= sample.isEmpty();
      elements = elements == null ? new Shape() : elements;
      sample.forEach(elements::add);
    }
  }

  /** Checks another value; a key that not all samples have makes room for others. */
  void check(String at, JsonNode slim, Differences differences) {
    if (!types.contains(slim.getNodeType())) {
      differences.add(at, example, shown(slim));
    } else if (slim.isObject()) {
      for (String key : required) {
        if (!slim.has(key)) {
          differences.add(place(at, key), keys.get(key).example, "nothing");
        }
      }
      slim.properties().forEach(field -> check(place(at, field.getKey()), field, differences));
    } else if (slim.isArray()) {
      if (slim.isEmpty() && !everEmpty) {
        differences.add(at, "elements", "an empty array");
      }
      for (int i = 0; i < slim.size() && !elements.types.isEmpty(); i++) {
        elements.check(at + "[" + i + "]", slim.get(i), differences);
      }
    }
  }

  private void check(String at, Map.Entry<String, JsonNode> field, Differences differences) {
    Shape known = keys.get(field.getKey());
    if (known != null) {
      known.check(at, field.getValue(), differences);
    } else if (keys.size() == required.size()) {
      differences.add(at, "nothing", shown(field.getValue()));
    }
  }

  static String place(String at, String key) {
    return at + "." + Differing.cut(key, 0);
  }

  static String shown(JsonNode node) {
    return shown(node, 0);
  }

  /** As it is, or what it is; of a long text the part around a column. */
  static String shown(JsonNode node, int column) {
    if (node.isObject()) {
      return "an object";
    }
    return node.isArray() ? "an array" : Differing.cut(node.toString(), column);
  }
}
