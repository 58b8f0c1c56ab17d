package io.github.slimmaven.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes that are written as text: a pom has no line ends at the end of a value. */
public final class Escapes {
  private Escapes() {}

  /**
   * Text in UTF-8 in which {@code \r}, {@code \n}, {@code \t}, {@code \0}, {@code \\} and {@code
   * \x1F} are bytes.
   */
  public static byte[] text(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); ) {
      int escape = text.indexOf('\\', at);
      int end = escape < 0 ? text.length() : escape;
      bytes.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
      at = end;
      if (escape >= 0) {
        char kind = escape + 1 < text.length() ? text.charAt(escape + 1) : ' ';
        bytes.write(escaped(text, escape, kind));
        at = escape + (kind == 'x' ? 4 : 2);
      }
    }
    return bytes.toByteArray();
  }

  private static int escaped(String text, int at, char kind) {
    return switch (kind) {
      case 'r' -> '\r';
      case 'n' -> '\n';
      case 't' -> '\t';
      case '0' -> 0;
      case '\\' -> '\\';
      case 'x' -> {
        if (at + 4 > text.length() || !text.substring(at + 2, at + 4).matches("[0-9A-Fa-f]{2}")) {
          throw unknown(text);
        }
        yield HexFormat.fromHexDigits(text, at + 2, at + 4);
      }
      default -> throw unknown(text);
    };
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "'"
            + Probe.shown(text)
            + "' has an unknown escape: expected '\\r', '\\n', '\\t', '\\0', '\\xNN', or '\\\\' for"
            + " a backslash");
  }

  /** Hexadecimal digits, in pairs; blanks between them do not count. */
  public static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + Probe.shown(text) + "' is not hexadecimal: expected pairs of digits, as in '0d 0a'",
          e);
    }
  }

  /** Base64; line ends in it do not count. */
  public static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + Probe.shown(text) + "' is not Base64: expected text as in 'UElORw0K'", e);
    }
  }
}
