package io.github.slimmaven.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares JSON with several samples of it. What is equal in all samples must be equal; what
 * differs between them must be of the same type, with the same keys.
 */
final class JsonShape {
  private static final int MAX_DIFFERENCES = 5;

  private final List<String> differences = new ArrayList<>();

  private JsonShape() {}

  /**
   * The first few differences, each a line with its place, as in {@code $.items[2].name}.
   *
   * @param samples at least one
   */
  static List<String> differences(List<JsonNode> samples, JsonNode slim) {
    JsonShape shape = new JsonShape();
    shape.compare("$", samples, slim, false);
    return shape.differences;
  }

  /**
   * Compares one value.
   *
   * @param loose whether only types and keys count, as the samples' elements are not aligned
   */
  private void compare(String at, List<JsonNode> samples, JsonNode slim, boolean loose) {
    if (differences.size() >= MAX_DIFFERENCES || samples.contains(slim)) {
      return;
    }
    List<JsonNode> alike =
        samples.stream().filter(sample -> sample.getNodeType() == slim.getNodeType()).toList();
    boolean constant = !loose && samples.stream().distinct().count() == 1;
    if (alike.isEmpty()) {
      differ(at, shown(samples.get(0)), shown(slim));
    } else if (slim.isObject()) {
      compareObjects(at, alike, slim, loose);
    } else if (slim.isArray()) {
      compareArrays(at, alike, slim, loose);
    } else if (constant || (!loose && !isLike(alike, slim))) {
      differ(at, shown(samples.get(0)), shown(slim));
    }
  }

  /** Strings that differ in a part only must differ in that part only. */
  private static boolean isLike(List<JsonNode> samples, JsonNode slim) {
    if (slim.getNodeType() != JsonNodeType.STRING) {
      return true;
    }
    Template template = Template.of(samples.stream().map(JsonNode::textValue).toList());
    return template.isLoose() || template.matches(slim.textValue());
  }

  private void compareObjects(String at, List<JsonNode> samples, JsonNode slim, boolean loose) {
    Set<String> common = keys(samples.get(0));
    Set<String> changing = new LinkedHashSet<>();
    for (JsonNode sample : samples) {
      common.retainAll(keys(sample));
      changing.addAll(keys(sample));
    }
    changing.removeAll(common);
    for (String key : common) {
      String place = at + "." + Differing.cut(key, 0);
      if (slim.has(key)) {
        compare(place, samples.stream().map(s -> s.get(key)).toList(), slim.get(key), loose);
      } else {
        differ(place, shown(samples.get(0).get(key)), "nothing");
      }
    }
    List<JsonNode> values =
        samples.stream()
            .flatMap(s -> changing.stream().filter(s::has).map(s::get))
            .collect(Collectors.toList());
    for (String key : keys(slim)) {
      String place = at + "." + Differing.cut(key, 0);
      if (!common.contains(key) && values.isEmpty()) {
        differ(place, "nothing", shown(slim.get(key)));
      } else if (!common.contains(key)) {
        compare(place, values, slim.get(key), true);
      }
    }
  }

  private void compareArrays(String at, List<JsonNode> samples, JsonNode slim, boolean loose) {
    long lengths = samples.stream().mapToInt(JsonNode::size).distinct().count();
    boolean everEmpty = samples.stream().anyMatch(JsonNode::isEmpty);
    if (!loose && lengths == 1) {
      int length = samples.get(0).size();
      if (slim.size() != length) {
        differ(at, length + " elements", slim.size() + " elements");
        return;
      }
      for (int i = 0; i < length; i++) {
        int index = i;
        compare(
            at + "[" + i + "]",
            samples.stream().map(s -> s.get(index)).toList(),
            slim.get(i),
            false);
      }
    } else if (slim.isEmpty() && !everEmpty) {
      differ(at, samples.get(0).size() + " elements", "0 elements");
    } else {
      List<JsonNode> elements = new ArrayList<>();
      samples.forEach(sample -> sample.forEach(elements::add));
      for (int i = 0; i < slim.size() && !elements.isEmpty(); i++) {
        compare(at + "[" + i + "]", elements, slim.get(i), true);
      }
    }
  }

  private void differ(String at, String source, String slim) {
    if (differences.size() < MAX_DIFFERENCES) {
      differences.add(at + ": " + source + " in the source, " + slim + " in the slim image");
    }
  }

  private static Set<String> keys(JsonNode node) {
    Set<String> keys = new LinkedHashSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static String shown(JsonNode node) {
    if (node.isObject()) {
      return "an object";
    }
    return node.isArray() ? "an array" : Differing.cut(node.toString(), 0);
  }
}
