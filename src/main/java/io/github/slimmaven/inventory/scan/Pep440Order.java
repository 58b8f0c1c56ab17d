package io.github.slimmaven.inventory.scan;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's versions (PyPA specification "Version specifiers", appendix B and "Summary of permitted
 * suffixes and relative ordering"; PEP 440), in all spellings that it normalizes.
 */
final class Pep440Order implements VersionOrder {
  private static final Pattern VERSION =
      Pattern.compile(
          "v?(?:(?<epoch>\\d+)!)?(?<release>\\d++(?:\\.\\d++)*+)"
              + "(?:[-_.]?(?<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?<preNumber>\\d*))?"
              + "(?<post>-(?<dash>\\d+)|[-_.]?(?:post|rev|r)[-_.]?(?<postNumber>\\d*))?"
              + "(?<dev>[-_.]?dev[-_.]?(?<devNumber>\\d*))?"
              + "(?:\\+(?<local>[a-z0-9]++(?:[-_.][a-z0-9]++)*+))?");

  @Override
  public boolean isVersion(String text) {
    return text.length() <= MOST && matcher(text).matches();
  }

  @Override
  public int compare(String one, String other) {
    Matcher a = matcher(checked(one));
    Matcher b = matcher(checked(other));
    if (!a.matches() || !b.matches()) {
      throw new IllegalArgumentException(one + ", " + other);
    }
    int[] orders = {
      number(a, b, "epoch"),
      numbers(a.group("release"), b.group("release")),
      Integer.compare(phase(a), phase(b)),
      number(a, b, "preNumber"),
      has(a, b, "post"),
      number(a, b, "dash", "postNumber"),
      has(b, a, "dev"), // one in development is older
      number(a, b, "devNumber"),
      has(a, b, "local")
    };
    for (int order : orders) {
      if (order != 0) {
        return order;
      }
    }
    return a.group("local") == null ? 0 : local(a.group("local"), b.group("local"));
  }

  private static Matcher matcher(String text) {
    return VERSION.matcher(text.toLowerCase(Locale.ROOT));
  }

  /** In development only, alpha, beta, candidate, release. */
  private static int phase(Matcher version) {
    String pre = version.group("pre");
    if (pre == null) {
      return version.group("dev") != null && version.group("post") == null ? 0 : 4;
    }
    return switch (pre) {
      case "a", "alpha" -> 1;
      case "b", "beta" -> 2;
      default -> 3;
    };
  }

  private static int has(Matcher a, Matcher b, String group) {
    return Boolean.compare(a.group(group) != null, b.group(group) != null);
  }

  private static int number(Matcher a, Matcher b, String... groups) {
    return Digits.compare(number(a, groups), number(b, groups));
  }

  private static String number(Matcher version, String... groups) {
    for (String group : groups) {
      if (version.group(group) != null) {
        return version.group(group);
      }
    }
    return "";
  }

  /** Absent numbers are 0. */
  private static int numbers(String one, String other) {
    List<String> a = List.of(one.split("\\."));
    List<String> b = List.of(other.split("\\."));
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      int order = Digits.compare(i < a.size() ? a.get(i) : "", i < b.size() ? b.get(i) : "");
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int local(String one, String other) {
    List<String> a = List.of(one.split("[-_.]"));
    List<String> b = List.of(other.split("[-_.]"));
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      boolean numberA = Digits.end(a.get(i), 0) == a.get(i).length();
      boolean numberB = Digits.end(b.get(i), 0) == b.get(i).length();
      int order =
          numberA && numberB
              ? Digits.compare(a.get(i), b.get(i))
              : numberA == numberB
                  ? a.get(i).compareTo(b.get(i))
                  : Boolean.compare(numberA, numberB);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
