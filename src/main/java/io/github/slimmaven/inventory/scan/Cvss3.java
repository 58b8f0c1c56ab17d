package io.github.slimmaven.inventory.scan;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The base score of a vector {@code CVSS:3.0/...} or {@code CVSS:3.1/...} (FIRST, CVSS v3.1
 * specification, sections 7.1 and 7.4, appendix A). Temporal and environmental metrics are left
 * out: they are no property of the vulnerability.
 */
final class Cvss3 {
  private static final Map<String, Double> WEIGHTS =
      Map.ofEntries(
          Map.entry("AV:N", 0.85),
          Map.entry("AV:A", 0.62),
          Map.entry("AV:L", 0.55),
          Map.entry("AV:P", 0.2),
          Map.entry("AC:L", 0.77),
          Map.entry("AC:H", 0.44),
          Map.entry("UI:N", 0.85),
          Map.entry("UI:R", 0.62),
          Map.entry("PR:N", 0.85),
          Map.entry("PR:L", 0.62),
          Map.entry("PR:H", 0.27),
          Map.entry("C:H", 0.56),
          Map.entry("C:L", 0.22),
          Map.entry("C:N", 0.0),
          Map.entry("I:H", 0.56),
          Map.entry("I:L", 0.22),
          Map.entry("I:N", 0.0),
          Map.entry("A:H", 0.56),
          Map.entry("A:L", 0.22),
          Map.entry("A:N", 0.0));

  private Cvss3() {}

  /** Tenths of a point, 0 to 100; empty if this is no such vector, or not a complete one. */
  static OptionalInt score(String vector) {
    if (!vector.startsWith("CVSS:3.0/") && !vector.startsWith("CVSS:3.1/")) {
      return OptionalInt.empty();
    }
    Map<String, String> metrics = new HashMap<>();
    for (String metric : vector.substring("CVSS:3.x/".length()).split("/", 50)) {
      int colon = metric.indexOf(':');
      if (colon < 0 || metrics.put(metric.substring(0, colon), metric) != null) {
        return OptionalInt.empty();
      }
    }
    String scope = metrics.getOrDefault("S", "");
    if (!scope.equals("S:U") && !scope.equals("S:C")) {
      return OptionalInt.empty();
    }
    boolean changed = scope.equals("S:C");
    Map<String, Double> weights = new HashMap<>();
    for (String metric : new String[] {"AV", "AC", "PR", "UI", "C", "I", "A"}) {
      Double weight = WEIGHTS.get(metrics.getOrDefault(metric, ""));
      if (weight == null) {
        return OptionalInt.empty();
      }
      weights.put(metric, weight);
    }
    // Privileges in one component weigh less where another one suffers.
    if (changed && metrics.get("PR").equals("PR:L")) {
      weights.put("PR", 0.68);
    } else if (changed && metrics.get("PR").equals("PR:H")) {
      weights.put("PR", 0.5);
    }
    return OptionalInt.of(score(weights, changed, vector.startsWith("CVSS:3.0/")));
  }

  private static int score(Map<String, Double> weights, boolean changed, boolean first) {
    double base = 1 - (1 - weights.get("C")) * (1 - weights.get("I")) * (1 - weights.get("A"));
    double impact =
        changed ? 7.52 * (base - 0.029) - 3.25 * Math.pow(base - 0.02, 15) : 6.42 * base;
    if (impact <= 0) {
      return 0;
    }
    double exploitability =
        8.22 * weights.get("AV") * weights.get("AC") * weights.get("PR") * weights.get("UI");
    double sum = Math.min(10, (changed ? 1.08 : 1) * (impact + exploitability));
    return first ? (int) Math.ceil(sum * 10) : roundedUp(sum);
  }

  /** Appendix A: without the noise of binary fractions. */
  private static int roundedUp(double points) {
    long parts = Math.round(points * 100_000);
    return (int) ((parts + 9_999) / 10_000);
  }
}
