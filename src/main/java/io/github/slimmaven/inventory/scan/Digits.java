package io.github.slimmaven.inventory.scan;

/** Numbers of any length, as their digits. */
final class Digits {
  private Digits() {}

  static boolean is(char c) {
    return c >= '0' && c <= '9';
  }

  /** Compares by value; none is 0. */
  static int compare(String one, String other) {
    String a = one.substring(zeros(one));
    String b = other.substring(zeros(other));
    return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
  }

  /** Where the digits that start at an index end. */
  static int end(String text, int from) {
    int end = from;
    while (end < text.length() && is(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static int zeros(String digits) {
    int zeros = 0;
    while (zeros < digits.length() && digits.charAt(zeros) == '0') {
      zeros++;
    }
    return zeros;
  }
}
