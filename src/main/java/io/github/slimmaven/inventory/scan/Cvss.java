package io.github.slimmaven.inventory.scan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import us.springett.cvss.MalformedVectorException;

/**
 * The base score of a vector {@code CVSS:3.0/...}, {@code CVSS:3.1/...} or {@code CVSS:4.0/...}
 * (FIRST's specifications). Threat, temporal and environmental metrics are left out: they are no
 * property of the vulnerability.
 */
final class Cvss {
  private static final int MOST = 500;
  private static final Set<String> BASE_3 = Set.of("AV", "AC", "PR", "UI", "S", "C", "I", "A");
  private static final Set<String> BASE_4 =
      Set.of("AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA");

  private Cvss() {}

  /** Tenths of a point, 0 to 100; empty if this is no such vector, or not a complete one. */
  static OptionalInt score(String vector) {
    if (vector.length() > MOST || !vector.matches("CVSS:(?:3\\.[01]|4\\.0)/.*")) {
      return OptionalInt.empty();
    }
    Set<String> wanted = vector.startsWith("CVSS:3") ? BASE_3 : BASE_4;
    Set<String> names = new HashSet<>();
    List<String> base = new ArrayList<>();
    for (String metric : vector.substring("CVSS:x.x/".length()).split("/", -1)) {
      String name = metric.replaceFirst(":.*", "");
      if (!names.add(name)) {
        return OptionalInt.empty();
      }
      if (wanted.contains(name)) {
        base.add(metric);
      }
    }
    if (!names.containsAll(wanted)) {
      return OptionalInt.empty();
    }
    try {
      us.springett.cvss.Cvss read =
          us.springett.cvss.Cvss.fromVector(
              vector.substring(0, "CVSS:x.x/".length()) + String.join("/", base));
      double points = read.calculateScore().getBaseScore();
      return OptionalInt.of(BigDecimal.valueOf(points).movePointRight(1).intValue());
    } catch (MalformedVectorException | IllegalArgumentException e) {
      return OptionalInt.empty();
    }
  }
}
