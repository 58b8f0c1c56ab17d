package io.github.slimmaven.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares JSON with several samples of it. What is equal in all samples must be equal; what
 * differs between them must be of the same type, with the same keys.
 */
final class JsonShape {
  private static final int MAX_DIFFERENCES = 16; // one more than are shown
  private static final int MAX_PLACE = 160;

  private final List<String> differences = new ArrayList<>();

  private JsonShape() {}

  /**
   * The first few differences, each a line with its place, as in {@code $.items[2].name}.
   *
   * @param samples at least one
   */
  static List<String> differences(List<JsonNode> samples, JsonNode slim) {
    JsonShape shape = new JsonShape();
    shape.compare("$", samples, slim);
    return Differing.bounded(shape.differences, MAX_DIFFERENCES - 1);
  }

  private void compare(String at, List<JsonNode> samples, JsonNode slim) {
    if (differences.size() >= MAX_DIFFERENCES || samples.contains(slim)) {
      return;
    }
    List<JsonNode> alike =
        samples.stream().filter(sample -> sample.getNodeType() == slim.getNodeType()).toList();
    if (alike.isEmpty()) {
      differ(at, samples.get(0), slim);
    } else if (slim.isObject()) {
      compareObjects(at, alike, slim);
    } else if (slim.isArray()) {
      compareArrays(at, alike, slim);
    } else if (samples.stream().distinct().count() == 1 || !isLike(alike, slim)) {
      differ(at, samples.get(0), slim);
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

  private void compareObjects(String at, List<JsonNode> samples, JsonNode slim) {
    Set<String> common = keys(samples.get(0));
    Set<String> changing = new LinkedHashSet<>();
    for (JsonNode sample : samples) {
      common.retainAll(keys(sample));
      changing.addAll(keys(sample));
    }
    changing.removeAll(common);
    for (String key : common) {
      if (slim.has(key)) {
        List<JsonNode> values = samples.stream().map(sample -> sample.get(key)).toList();
        compare(Shape.place(at, key), values, slim.get(key));
      } else {
        differ(Shape.place(at, key), Shape.shown(samples.get(0).get(key)), "nothing");
      }
    }
    Shape changed =
        Shape.of(
            samples.stream()
                .flatMap(sample -> changing.stream().filter(sample::has).map(sample::get))
                .toList());
    for (String key : keys(slim)) {
      if (!common.contains(key)) {
        changed.check(Shape.place(at, key), slim.get(key), this::differ);
      }
    }
  }

  private void compareArrays(String at, List<JsonNode> samples, JsonNode slim) {
    int length = samples.get(0).size();
    if (samples.stream().anyMatch(sample -> sample.size() != length)) {
      Shape.of(samples).check(at, slim, this::differ);
    } else if (slim.size() != length) {
      differ(at, counted(length), counted(slim.size()));
    } else {
      for (int i = 0; i < length; i++) {
        int index = i;
        List<JsonNode> elements = samples.stream().map(sample -> sample.get(index)).toList();
        compare(at + "[" + i + "]", elements, slim.get(i));
      }
    }
  }

  private void differ(String at, JsonNode source, JsonNode slim) {
    int column =
        source.isTextual() && slim.isTextual()
            ? Differing.columnOf(source.toString(), slim.toString())
            : 0;
    differ(at, Shape.shown(source, column), Shape.shown(slim, column));
  }

  private void differ(String at, String source, String slim) {
    if (differences.size() < MAX_DIFFERENCES) {
      String place = at.length() > MAX_PLACE ? "..." + at.substring(at.length() - MAX_PLACE) : at;
      differences.add(place + ": " + source + " in the source, " + slim + " in the slim image");
    }
  }

  private static Set<String> keys(JsonNode node) {
    Set<String> keys = new LinkedHashSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static String counted(int elements) {
    return elements == 1 ? "1 element" : elements + " elements";
  }
}
