package io.github.slimmaven.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** A number that a schema allows: 1, or the nearest one within its bounds. */
final class SampleNumber {
  private SampleNumber() {}

  static JsonNode of(JsonNode schema, boolean whole) {
    BigDecimal step = positive(schema.path("multipleOf"), whole ? "1" : "0");
    BigDecimal least = bound(schema, "minimum", "exclusiveMinimum", whole, 1);
    BigDecimal most = bound(schema, "maximum", "exclusiveMaximum", whole, -1);
    BigDecimal value = BigDecimal.ONE;
    if (least != null && value.compareTo(least) < 0) {
      value = least;
    }
    if (most != null && value.compareTo(most) > 0) {
      value = most;
    }
    if (step.signum() > 0) {
      BigDecimal times = value.divide(step, 0, RoundingMode.CEILING);
      if (most != null && times.multiply(step).compareTo(most) > 0) {
        times = value.divide(step, 0, RoundingMode.FLOOR);
      }
      value = times.multiply(step);
    }
    return whole
        ? JsonNodeFactory.instance.numberNode(value.toBigInteger())
        : JsonNodeFactory.instance.numberNode(value);
  }

  private static BigDecimal positive(JsonNode step, String otherwise) {
    BigDecimal value = step.isNumber() ? step.decimalValue() : BigDecimal.ZERO;
    return value.signum() > 0 ? value : new BigDecimal(otherwise);
  }

  /** Exclusive bounds are numbers in OpenAPI 3.1, and booleans beside the bound before. */
  private static BigDecimal bound(
      JsonNode schema, String name, String exclusive, boolean whole, int inwards) {
    JsonNode bound = schema.path(name);
    JsonNode beyond = schema.path(exclusive);
    BigDecimal inside = BigDecimal.valueOf(inwards);
    if (!whole) {
      inside = inside.movePointLeft(2);
    }
    if (beyond.isNumber()) {
      return beyond.decimalValue().add(inside);
    }
    if (!bound.isNumber()) {
      return null;
    }
    return beyond.asBoolean() ? bound.decimalValue().add(inside) : bound.decimalValue();
  }
}
