package io.github.slimmaven.harden;

import java.util.regex.Pattern;

/** Text in the notations of the files. What comes from an image can be anything. */
final class Quoted {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=,@%+-]+");
  private static final int REPLACEMENT = 0xFFFD;

  private Quoted() {}

  /** One word of a POSIX shell. */
  static String shell(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A double-quoted scalar (YAML 1.2, chapter 7.3.1). */
  static String yaml(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (c >= ' ' && c < 0x7f) {
                quoted.append((char) c);
              } else {
                boolean alone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
                quoted.append(String.format("\\U%08X", alone ? REPLACEMENT : c));
              }
            });
    return quoted.append('"').toString();
  }

  /**
   * A path of an AppArmor rule (apparmor.d(5), "Globbing"): what has a meaning there is escaped; a
   * byte that cannot be written stands for any.
   */
  static String rule(String path) {
    return "\""
        + path.replaceAll("([\\\\\"*?\\[\\]{}^])", "\\\\$1").replaceAll("[^ -~]", "?")
        + "\"";
  }
}
