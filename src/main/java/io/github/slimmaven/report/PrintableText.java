package io.github.slimmaven.report;

import java.util.Locale;

/** Text from an image, made fit for a line of a file or a terminal. */
final class PrintableText {
  private PrintableText() {}

  /** Escapes backslashes, bytes that are no UTF-8, and characters that can't be seen. */
  static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  private static void append(StringBuilder out, int c) {
    if (isNoCharacter(c)) {
      escape(out, c);
      return;
    }
    switch (Character.getType(c)) {
      case Character.SURROGATE ->
          out.append(
              c >= 0xDC80 && c <= 0xDCFF ? format("\\x%02x", c & 0xFF) : format("\\u%04x", c));
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          escape(out, c);
      default -> {
        if (c == '\\') {
          out.append('\\');
        }
        out.appendCodePoint(c);
      }
    }
  }

  /** Unicode 3.4, D14: never a character in any version; XML refuses two of them. */
  private static boolean isNoCharacter(int c) {
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
  }

  private static void escape(StringBuilder out, int c) {
    new String(Character.toChars(c)).chars().forEach(u -> out.append(format("\\u%04x", u)));
  }

  private static String format(String pattern, int c) {
    return String.format(Locale.ROOT, pattern, c);
  }
}
