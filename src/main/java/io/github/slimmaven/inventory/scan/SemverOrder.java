package io.github.slimmaven.inventory.scan;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Semantic Versioning 2.0.0, clause 11: numbers, then identifiers of a pre-release. As OSV does, it
 * takes a leading {@code v} and absent numbers, which are 0. What follows {@code +} has no order.
 */
final class SemverOrder implements VersionOrder {
  private static final Pattern VERSION =
      Pattern.compile(
          "[v=]?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]*)?");

  @Override
  public boolean isVersion(String text) {
    return text.length() <= MOST && VERSION.matcher(text).matches();
  }

  @Override
  public int compare(String one, String other) {
    Matcher a = VERSION.matcher(checked(one));
    Matcher b = VERSION.matcher(checked(other));
    if (!a.matches() || !b.matches()) {
      throw new IllegalArgumentException(one + ", " + other);
    }
    for (int group = 1; group <= 3; group++) {
      int order = Digits.compare(number(a, group), number(b, group));
      if (order != 0) {
        return order;
      }
    }
    if (a.group(4) == null || b.group(4) == null) {
      return Integer.compare(a.group(4) == null ? 1 : 0, b.group(4) == null ? 1 : 0);
    }
    return identifiers(List.of(a.group(4).split("\\.")), List.of(b.group(4).split("\\.")));
  }

  private static String number(Matcher version, int group) {
    return version.group(group) == null ? "" : version.group(group);
  }

  private static int identifiers(List<String> a, List<String> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = identifier(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }

  private static int identifier(String a, String b) {
    boolean numberA = Digits.end(a, 0) == a.length();
    boolean numberB = Digits.end(b, 0) == b.length();
    if (numberA != numberB) {
      return numberA ? -1 : 1;
    }
    return numberA ? Digits.compare(a, b) : a.compareTo(b);
  }
}
