package io.github.slimmaven.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Shows where two texts differ, as a small unified diff. */
final class Differing {
  /** Lines of a diff; what is longer ends with a line that says so. */
  static final int MAX_LINES = 20;

  private static final int CONTEXT = 2;
  private static final int MAX_CHANGED = 6;
  private static final int MAX_WIDTH = 160;

  private final List<String> source;
  private final List<String> slim;
  private final List<String> shown = new ArrayList<>();

  private Differing(List<String> source, List<String> slim) {
    this.source = source;
    this.slim = slim;
  }

  /**
   * The groups of differing lines, with what stands around them.
   *
   * @param keys for each line of {@code slim} the line of {@code source} that it counts as, if any
   * @return lines that begin with {@code -} (source), {@code +} (slim) or a space (both)
   */
  static List<String> lines(List<String> source, List<String> slim, List<String> keys) {
    if (source.equals(keys)) {
      return List.of("only the ends of lines differ");
    }
    Differing differing = new Differing(source, slim);
    differing.compare(Edits.partners(source, keys));
    return bounded(differing.shown, MAX_LINES);
  }

  /** As many, the last of which says that there are more. */
  static List<String> bounded(List<String> lines, int most) {
    if (lines.size() <= most) {
      return lines;
    }
    List<String> some = new ArrayList<>(lines.subList(0, most - 1));
    some.add("... and more");
    return some;
  }

  private void compare(int[] partners) {
    int common = 0; // from here on both had the same lines
    int i = 0;
    int j = 0;
    while (i < source.size() || j < slim.size()) {
      if (i < source.size() && partners[i] == j) {
        i++;
        j++;
        continue;
      }
      int endA = i;
      while (endA < source.size() && partners[endA] < 0) {
        endA++;
      }
      int endB = endA < source.size() ? partners[endA] : slim.size();
      if (shown.isEmpty() || i - common > 2 * CONTEXT) {
        context(common, shown.isEmpty() ? common : common + CONTEXT);
        shown.add("@@ line " + (i + 1) + " @@");
        context(Math.max(common, i - CONTEXT), i);
      } else {
        context(common, i);
      }
      add("-", source.subList(i, endA), slim.subList(j, endB));
      add("+", slim.subList(j, endB), source.subList(i, endA));
      i = endA;
      j = endB;
      common = i;
      if (shown.size() > MAX_LINES) {
        return;
      }
    }
    context(common, Math.min(source.size(), common + CONTEXT));
  }

  private void context(int from, int to) {
    source.subList(from, to).forEach(line -> shown.add(" " + cut(line, 0)));
  }

  private void add(String sign, List<String> lines, List<String> others) {
    for (int i = 0; i < Math.min(lines.size(), MAX_CHANGED); i++) {
      int column = i < others.size() ? columnOf(lines.get(i), others.get(i)) : 0;
      shown.add(sign + cut(lines.get(i), column));
    }
    if (lines.size() > MAX_CHANGED) {
      shown.add(sign + "... " + (lines.size() - MAX_CHANGED) + " lines more");
    }
  }

  /**
   * The first differing byte.
   *
   * @param type of both, or ""
   */
  static String bytes(String type, byte[] source, byte[] slim) {
    int at = Arrays.mismatch(source, slim);
    return String.format(
        Locale.ROOT,
        "the bodies of %d and %d bytes%s differ from byte %d on: %s in the source, %s in the slim"
            + " image",
        source.length,
        slim.length,
        type.isEmpty() ? "" : " (" + cut(type, 0) + ")",
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
                    isUnseen(c)
                        ? String.format(Locale.ROOT, "\\x%02x", c)
                        : Character.toString(c)));
    return cut.append(to < line.length() ? "..." : "").toString();
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  static int columnOf(String a, String b) {
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
