package io.github.slimmaven.probe;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A text that matches a regular expression, for those that schemas have: literals, classes, groups,
 * alternatives and quantifiers. Of alternatives the first is taken, of quantifiers the least, or as
 * many more as the text needs. Back references and assertions are not understood.
 */
final class PatternSample {
  private static final int MAX_LENGTH = 10_000;

  private final String pattern;
  private final int more;
  private int at;

  private PatternSample(String pattern, int more) {
    this.pattern = pattern;
    this.more = more;
  }

  /**
   * @param least characters that the text must have
   */
  static Optional<String> of(String pattern, int least) {
    for (int more : new int[] {0, 1, least}) {
      try {
        String text = new PatternSample(pattern, more).alternatives();
        if (text.length() >= least && Pattern.compile(pattern).matcher(text).find()) {
          return Optional.of(text);
        }
      } catch (PatternSyntaxException | IndexOutOfBoundsException | NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private String alternatives() {
    String first = sequence();
    while (at < pattern.length() && pattern.charAt(at) == '|') {
      at++;
      sequence();
    }
    return first;
  }

  private String sequence() {
    StringBuilder text = new StringBuilder();
    while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
      String atom = atom();
      int times = times();
      if ((long) times * atom.length() + text.length() > MAX_LENGTH) {
        throw new NumberFormatException("too long");
      }
      text.append(atom.repeat(times));
    }
    return text.toString();
  }

  private String atom() {
    char c = pattern.charAt(at++);
    return switch (c) {
      case '^', '$' -> "";
      case '.' -> "x";
      case '(' -> group();
      case '[' -> oneOf();
      case '\\' -> escaped(pattern.charAt(at++));
      default -> String.valueOf(c);
    };
  }

  private String group() {
    if (pattern.startsWith("?:", at)) {
      at += 2;
    } else if (pattern.startsWith("?<", at) && Character.isLetter(pattern.charAt(at + 2))) {
      at = pattern.indexOf('>', at) + 1;
    } else if (pattern.startsWith("?", at)) {
      throw new NumberFormatException("an assertion");
    }
    String text = alternatives();
    at++; // the closing parenthesis
    return text;
  }

  /** One character of a class; of a negated one, the first printable that it has. */
  private String oneOf() {
    int start = at - 1;
    if (pattern.charAt(at) == '^') {
      at++;
    }
    for (boolean first = true; first || pattern.charAt(at) != ']'; first = false) {
      at += pattern.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
    Pattern single = Pattern.compile(pattern.substring(start, at));
    for (char c : "aA0x-_ ".toCharArray()) {
      if (single.matcher(String.valueOf(c)).matches()) {
        return String.valueOf(c);
      }
    }
    for (char c = '!'; c <= '~'; c++) {
      if (single.matcher(String.valueOf(c)).matches()) {
        return String.valueOf(c);
      }
    }
    throw new NumberFormatException("nothing printable");
  }

  private static String escaped(char c) {
    return switch (c) {
      case 'd' -> "1";
      case 'w', 'D', 'S' -> "a";
      case 's', 'W' -> " ";
      case 'b', 'B', 'A', 'Z', 'z' -> "";
      case 't' -> "\t";
      case 'n' -> "\n";
      case 'r' -> "\r";
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw new NumberFormatException("a back reference, or a category");
        }
        yield String.valueOf(c);
      }
    };
  }

  private int times() {
    if (at == pattern.length()) {
      return 1;
    }
    int least = 1;
    int most = 1;
    switch (pattern.charAt(at)) {
      case '*' -> {
        at++;
        least = 0;
        most = MAX_LENGTH;
      }
      case '+' -> {
        at++;
        most = MAX_LENGTH;
      }
      case '?' -> {
        at++;
        least = 0;
      }
      case '{' -> {
        int end = pattern.indexOf('}', at);
        String[] bounds = pattern.substring(at + 1, end).split(",", -1);
        at = end + 1;
        least = Integer.parseInt(bounds[0]);
        most =
            bounds.length == 1
                ? least
                : bounds[1].isEmpty() ? MAX_LENGTH : Integer.parseInt(bounds[1]);
      }
      default -> {
        return 1;
      }
    }
    if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == '+')) {
      at++; // reluctant or possessive
    }
    return Math.min(most, Math.max(least, more));
  }
}
