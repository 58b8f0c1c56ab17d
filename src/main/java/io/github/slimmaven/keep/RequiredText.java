package io.github.slimmaven.keep;

import java.util.regex.Pattern;

/**
 * Finds a text that is in whatever a regular expression matches: its longest literal that stands
 * outside of alternatives and of what may be absent. What it is not sure of, it passes over.
 */
final class RequiredText {
  /** Flags, quotations, escapes of which more follows than one character, and "]" in a class. */
  private static final Pattern UNSURE =
      Pattern.compile("\\(\\?[^:<=!>]|\\\\(?![dDsSwWbBAzZG])[a-zA-Z0-9]|\\[\\^?\\]");

  private final String expression;
  private final StringBuilder run = new StringBuilder();
  private String longest = "";
  private int at;

  private RequiredText(String expression) {
    this.expression = expression;
  }

  /**
   * The longest one, the first of them; "" if there is none.
   *
   * @param expression in the syntax of {@link Pattern}, valid
   */
  static String of(String expression) {
    if (UNSURE.matcher(expression).find() || hasAlternatives(expression, 0, expression.length())) {
      return "";
    }
    RequiredText text = new RequiredText(expression);
    while (text.at < expression.length()) {
      text.next();
    }
    text.end();
    return text.longest;
  }

  private void next() {
    char c = expression.charAt(at);
    switch (c) {
      case '\\' -> escaped();
      case '[' -> {
        end();
        at = afterClass(expression, at);
      }
      case '(' -> group();
      case '?', '*', '{' -> {
        run.setLength(Math.max(0, run.length() - 1)); // it may be absent
        end();
        at = c == '{' ? expression.indexOf('}', at) + 1 : at + 1;
      }
      case ')', '.', '+', '^', '$' -> {
        end();
        at++;
      }
      default -> {
        run.append(c);
        at++;
      }
    }
  }

  private void escaped() {
    char c = expression.charAt(at + 1);
    if (Character.isLetterOrDigit(c)) {
      end(); // a class, a boundary or a reference
    } else {
      run.append(c);
    }
    at += 2;
  }

  /** Goes into a group that is surely there and has one form, and else past it. */
  private void group() {
    int close = close(expression, at);
    boolean repeated =
        close + 1 < expression.length() && "?*{".indexOf(expression.charAt(close + 1)) >= 0;
    int inside = inside(expression, at);
    if (repeated || inside < 0 || hasAlternatives(expression, inside, close)) {
      end();
      at = close + 1;
      while (repeated && at < expression.length() && "?*+".indexOf(expression.charAt(at)) >= 0) {
        at++;
      }
    } else {
      at = inside;
    }
  }

  private void end() {
    if (run.length() > longest.length()) {
      longest = run.toString();
    }
    run.setLength(0);
  }

  /** Where the content of a group begins; -1 if it looks around, or is of a kind unknown here. */
  private static int inside(String expression, int open) {
    if (expression.charAt(open + 1) != '?') {
      return open + 1;
    }
    char kind = expression.charAt(open + 2);
    if (kind == ':') {
      return open + 3;
    }
    boolean named = kind == '<' && Character.isLetter(expression.charAt(open + 3));
    return named ? expression.indexOf('>', open) + 1 : -1;
  }

  private static boolean hasAlternatives(String expression, int from, int to) {
    for (int i = from; i < to; i++) {
      switch (expression.charAt(i)) {
        case '|' -> {
          return true;
        }
        case '\\' -> i++;
        case '[' -> i = afterClass(expression, i) - 1;
        case '(' -> i = close(expression, i);
        default -> {}
      }
    }
    return false;
  }

  /** The end of a group. */
  private static int close(String expression, int open) {
    int depth = 0;
    for (int i = open; ; i++) {
      switch (expression.charAt(i)) {
        case '\\' -> i++;
        case '[' -> i = afterClass(expression, i) - 1;
        case '(' -> depth++;
        case ')' -> {
          depth--;
          if (depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
  }

  private static int afterClass(String expression, int open) {
    int depth = 0;
    for (int i = open; ; i++) {
      switch (expression.charAt(i)) {
        case '\\' -> i++;
        case '[' -> depth++;
        case ']' -> {
          depth--;
          if (depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
    }
  }
}
