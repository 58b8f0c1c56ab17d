package io.github.slimmaven.inventory.scan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code [epoch:]upstream[-revision]} of Debian (deb-version(7); Debian Policy 5.6.12). Letters
 * sort before other characters, and {@code ~} before the end.
 */
final class DpkgOrder implements VersionOrder {
  private static final Pattern VERSION =
      Pattern.compile("(?:(\\d+):)?([A-Za-z0-9.+~:-]+?)(?:-([A-Za-z0-9.+~]*))?");

  @Override
  public boolean isVersion(String text) {
    return text.length() <= MOST && VERSION.matcher(text).matches();
  }

  @Override
  public int compare(String one, String other) {
    Matcher a = parts(one);
    Matcher b = parts(other);
    int epoch = Digits.compare(part(a, 1), part(b, 1));
    if (epoch != 0) {
      return epoch;
    }
    int upstream = parts(part(a, 2), part(b, 2));
    return upstream != 0 ? upstream : parts(part(a, 3), part(b, 3));
  }

  private Matcher parts(String version) {
    Matcher matcher = VERSION.matcher(checked(version));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(version);
    }
    return matcher;
  }

  private static String part(Matcher version, int group) {
    return version.group(group) == null ? "" : version.group(group);
  }

  /** Other characters and numbers in turns. */
  private static int parts(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() || j < b.length()) {
      while (isOther(a, i) || isOther(b, j)) {
        int order = Integer.compare(weight(a, i), weight(b, j));
        if (order != 0) {
          return order;
        }
        i++;
        j++;
      }
      int endA = Digits.end(a, i);
      int endB = Digits.end(b, j);
      int order = Digits.compare(a.substring(i, endA), b.substring(j, endB));
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
    return 0;
  }

  private static boolean isOther(String text, int at) {
    return at < text.length() && !Digits.is(text.charAt(at));
  }

  private static int weight(String text, int at) {
    if (!isOther(text, at)) {
      return 0;
    }
    char c = text.charAt(at);
    if (c == '~') {
      return -1;
    }
    return Character.isLetter(c) ? c : c + 256;
  }
}
