package io.github.slimmaven.trace;

import io.github.slimmaven.image.PathName;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/** Bytes as {@code %XX}, where a text format cannot hold them. */
final class PathEscape {
  private PathEscape() {}

  /** Escapes '%' and the bytes that are no UTF-8; everything else stays readable. */
  static String escape(String path) {
    StringBuilder text = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean pair = i + 1 < path.length() && Character.isSurrogatePair(c, path.charAt(i + 1));
      if (pair) {
        text.append(c).append(path.charAt(++i));
      } else if (c == '%' || Character.isSurrogate(c)) {
        text.append(String.format(Locale.ROOT, "%%%02X", c & 0xFF));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /**
   * Reads the notation back, whichever bytes are escaped in it.
   *
   * @throws IllegalArgumentException if a '%' is not followed by two hexadecimal digits
   */
  static String unescape(String text) {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    int plain = 0;
    for (; percent >= 0; percent = text.indexOf('%', plain)) {
      bytes.writeBytes(PathName.encode(text.substring(plain, percent)));
      if (percent + 2 >= text.length()) {
        throw new IllegalArgumentException("a broken escape in '" + text + "'");
      }
      int high = Character.digit(text.charAt(percent + 1), 16);
      int low = Character.digit(text.charAt(percent + 2), 16);
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("a broken escape in '" + text + "'");
      }
      bytes.write(high << 4 | low);
      plain = percent + 3;
    }
    bytes.writeBytes(PathName.encode(text.substring(plain)));
    return PathName.decode(bytes.toByteArray());
  }
}
