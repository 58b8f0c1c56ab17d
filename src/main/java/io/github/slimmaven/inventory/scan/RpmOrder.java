package io.github.slimmaven.inventory.scan;

import java.util.regex.Pattern;

/**
 * {@code [epoch:]version[-release]} of rpm (rpm-version(7); {@code rpmio/rpmvercmp.c}): numbers and
 * words in turns, whatever parts them; {@code ~} sorts before the end, {@code ^} right after it.
 */
final class RpmOrder implements VersionOrder {
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._+~^:-]*[A-Za-z0-9][~^.+_]*");

  @Override
  public boolean isVersion(String text) {
    return text.length() <= MOST && VERSION.matcher(text).matches();
  }

  @Override
  public int compare(String one, String other) {
    Evr a = Evr.of(checked(one));
    Evr b = Evr.of(checked(other));
    int epoch = Digits.compare(a.epoch, b.epoch);
    if (epoch != 0) {
      return epoch;
    }
    int version = parts(a.version, b.version);
    // A version without a release means any of its releases.
    boolean both = !a.release.isEmpty() && !b.release.isEmpty();
    return version != 0 || !both ? version : parts(a.release, b.release);
  }

  private record Evr(String epoch, String version, String release) {
    static Evr of(String text) {
      int colon = text.indexOf(':');
      boolean epoch = colon > 0 && Digits.end(text, 0) == colon;
      int dash = text.lastIndexOf('-');
      int end = dash > colon ? dash : text.length();
      return new Evr(
          epoch ? text.substring(0, colon) : "",
          text.substring(epoch ? colon + 1 : 0, end),
          end == text.length() ? "" : text.substring(end + 1));
    }
  }

  private static int parts(String a, String b) {
    int i = 0;
    int j = 0;
    while (true) {
      i = start(a, i);
      j = start(b, j);
      char c = i < a.length() ? a.charAt(i) : 0;
      char d = j < b.length() ? b.charAt(j) : 0;
      if (c == '~' || d == '~' || c == '^' || d == '^') {
        if (c != d) {
          return marks(c, d);
        }
        i++;
        j++;
        continue;
      }
      if (c == 0 || d == 0) {
        return Integer.compare(c == 0 ? 0 : 1, d == 0 ? 0 : 1);
      }
      if (Digits.is(c) != Digits.is(d)) {
        return Digits.is(c) ? 1 : -1; // a number is newer than a word
      }
      int endA = Digits.is(c) ? Digits.end(a, i) : word(a, i);
      int endB = Digits.is(c) ? Digits.end(b, j) : word(b, j);
      String partA = a.substring(i, endA);
      String partB = b.substring(j, endB);
      int order = Digits.is(c) ? Digits.compare(partA, partB) : partA.compareTo(partB);
      if (order != 0) {
        return order;
      }
      i = endA;
      j = endB;
    }
  }

  /** One of them is a mark and the other is another character, or 0 for the end. */
  private static int marks(char c, char d) {
    if (c == '~' || d == '~') {
      return c == '~' ? -1 : 1;
    }
    if (c == '^') {
      return d == 0 ? 1 : -1;
    }
    return c == 0 ? -1 : 1;
  }

  private static int start(String text, int from) {
    int start = from;
    while (start < text.length()
        && !Character.isLetterOrDigit(text.charAt(start))
        && text.charAt(start) != '~'
        && text.charAt(start) != '^') {
      start++;
    }
    return start;
  }

  private static int word(String text, int from) {
    int end = from;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
