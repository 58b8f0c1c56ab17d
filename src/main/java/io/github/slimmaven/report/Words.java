package io.github.slimmaven.report;

import io.github.slimmaven.inspect.Xray;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words of a Dockerfile, quoted so that each stays one. */
final class Words {
  private Words() {}

  /** The exec form: a JSON list. */
  static String json(List<String> words) {
    return words.stream().map(Words::json).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String json(String word) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (visible(word, i)) {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return out.append('"').toString();
  }

  private static boolean visible(String word, int i) {
    char c = word.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < word.length() && Character.isLowSurrogate(word.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(word.charAt(i - 1));
    }
    return plain(c);
  }

  /** Whether a character can stand in a line and be seen. */
  static boolean plain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** {@code ENV NAME="value"}; a comment where the value can't stand in a Dockerfile. */
  static String assignment(String verb, String variable) {
    int equals = Math.max(0, variable.indexOf('='));
    return assignment(
        verb,
        variable.substring(0, equals),
        variable.substring(Math.min(equals + 1, variable.length())));
  }

  static String label(String name, String value) {
    return assignment("LABEL", quoted(name), value);
  }

  private static String assignment(String verb, String name, String value) {
    String line = verb + " " + name + "=";
    return line.codePoints().allMatch(Words::plain) && value.codePoints().allMatch(Words::plain)
        ? line + quoted(value)
        : "# " + PrintableText.of(line + value);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$") + '"';
  }

  static String healthcheck(Xray.Healthcheck check) {
    String kind = check.test().get(0);
    List<String> words = check.test().subList(1, check.test().size());
    String options = check.options().stream().map(o -> o + " ").collect(Collectors.joining());
    if (kind.equals("NONE")) {
      return "HEALTHCHECK NONE";
    }
    boolean shell =
        kind.equals("CMD-SHELL")
            && words.size() == 1
            && !words.get(0).startsWith("[")
            && words.get(0).codePoints().allMatch(Words::plain);
    return "HEALTHCHECK " + options + "CMD " + (shell ? words.get(0) : json(words));
  }
}
