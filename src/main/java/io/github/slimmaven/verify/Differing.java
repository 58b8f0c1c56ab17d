package io.github.slimmaven.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Shows the first place where two texts differ, as a small unified diff. */
final class Differing {
  private static final int CONTEXT = 2;
  private static final int MAX_CHANGED = 8;
  private static final int MAX_WIDTH = 160;

  private Differing() {}

  /**
   * The first group of differing lines.
   *
   * @return lines that begin with {@code -} (source), {@code +} (slim) or a space (both)
   */
  static String lines(String source, String slim) {
    List<String> a = source.lines().toList();
    List<String> b = slim.lines().toList();
    if (a.equals(b)) {
      return "only the ends of lines differ";
    }
    int[] partners = Edits.partners(a, b);
    int i = 0;
    while (i < a.size() && partners[i] == i) {
      i++;
    }
    int endA = i;
    while (endA < a.size() && partners[endA] < 0) {
      endA++;
    }
    int endB = endA < a.size() ? partners[endA] : b.size();
    List<String> shown = new ArrayList<>();
    shown.add("@@ line " + (i + 1) + " @@");
    a.subList(Math.max(0, i - CONTEXT), i).forEach(line -> shown.add(" " + cut(line, 0)));
    int column = i < endA && i < endB ? columnOf(a.get(i), b.get(i)) : 0;
    add(shown, "-", a.subList(i, endA), column);
    add(shown, "+", b.subList(i, endB), column);
    a.subList(endA, Math.min(a.size(), endA + CONTEXT))
        .forEach(line -> shown.add(" " + cut(line, 0)));
    return String.join("\n", shown);
  }

  /** The first differing byte. */
  static String bytes(byte[] source, byte[] slim) {
    int at = Arrays.mismatch(source, slim);
    return String.format(
        Locale.ROOT,
        "the bodies of %d and %d bytes differ from byte %d on: %s in the source, %s in the slim"
            + " image",
        source.length,
        slim.length,
        at,
        hex(source, at),
        hex(slim, at));
  }

  /** Text on one line, its middle around a place, without what would move a cursor. */
  static String cut(String line, int column) {
    int from = column <= MAX_WIDTH / 2 ? 0 : column - MAX_WIDTH / 2;
    int to = Math.min(line.length(), from + MAX_WIDTH);
    StringBuilder cut = new StringBuilder(from > 0 ? "..." : "");
    line.substring(Math.min(from, to), to)
        .codePoints()
        .forEach(
            c ->
                cut.append(
                    (Character.isISOControl(c) && c != '\t')
                            || Character.getType(c) == Character.FORMAT
                        ? String.format(Locale.ROOT, "\\x%02x", c)
                        : Character.toString(c)));
    return cut.append(to < line.length() ? "..." : "").toString();
  }

  private static void add(List<String> shown, String sign, List<String> lines, int column) {
    lines.stream().limit(MAX_CHANGED).forEach(line -> shown.add(sign + cut(line, column)));
    if (lines.size() > MAX_CHANGED) {
      shown.add(sign + "... " + (lines.size() - MAX_CHANGED) + " lines more");
    }
  }

  private static int columnOf(String a, String b) {
    int at = 0;
    while (at < a.length() && at < b.length() && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }

  private static String hex(byte[] bytes, int at) {
    if (at >= bytes.length) {
      return "the end";
    }
    StringBuilder hex = new StringBuilder("'");
    for (int i = at; i < Math.min(bytes.length, at + 8); i++) {
      hex.append(String.format(Locale.ROOT, i == at ? "%02x" : " %02x", bytes[i]));
    }
    return hex.append("'").toString();
  }
}
