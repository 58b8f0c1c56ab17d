package io.github.slimmaven.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The patterns of a {@code .dockerignore} (moby {@code patternmatcher}): Go's {@code
 * filepath.Match} and {@code **}; a pattern also takes what is below what it matches; the last
 * matching pattern counts, and {@code !} takes back.
 */
public final class IgnoreRules {
  private final List<Rule> rules = new ArrayList<>();
  private boolean exceptions;

  private record Rule(Pattern pattern, boolean ignores) {}

  /**
   * @param lines of the file
   */
  public IgnoreRules(List<String> lines) {
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty() || line.startsWith("#")) {
        continue;
      }
      boolean ignores = !text.startsWith("!");
      String path = clean(ignores ? text : text.substring(1).strip());
      if (!path.isEmpty()) {
        rules.add(new Rule(Pattern.compile(regex(path) + "(?:/.*)?", Pattern.DOTALL), ignores));
        exceptions |= !ignores;
      }
    }
  }

  /** Whether a path, relative and with {@code /}, is left out. */
  public boolean ignores(String path) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if (rule.ignores() != ignored && rule.pattern().matcher(path).matches()) {
        ignored = rule.ignores();
      }
    }
    return ignored;
  }

  /** Whether something below an ignored directory may be taken back. */
  public boolean hasExceptions() {
    return exceptions;
  }

  private static String clean(String pattern) {
    List<String> parts = new ArrayList<>();
    for (String part : pattern.split("/")) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.remove(parts.size() - 1);
      } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  private static String regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (pattern.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (pattern.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '[' && pattern.indexOf(']', i + 1) > 0) {
        int end = pattern.indexOf(']', i + 1);
        regex.append('[').append(pattern.substring(i + 1, end).replace("[", "\\[")).append(']');
        i = end;
      } else {
        boolean escaped = c == '\\' && i + 1 < pattern.length();
        regex.append(Pattern.quote(String.valueOf(escaped ? pattern.charAt(++i) : c)));
      }
    }
    return regex.toString();
  }
}
