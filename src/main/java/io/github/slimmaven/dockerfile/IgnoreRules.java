package io.github.slimmaven.dockerfile;

import java.util.ArrayList;
import java.util.List;

/**
 * The patterns of a {@code .dockerignore} (moby {@code patternmatcher}): Go's {@code
 * filepath.Match} and {@code **}; a pattern also takes what is below what it matches; the last
 * matching pattern counts, and {@code !} takes back.
 */
public final class IgnoreRules {
  private final List<Rule> rules = new ArrayList<>();
  private boolean exceptions;

  private record Rule(IgnorePattern pattern, boolean ignores) {}

  /**
   * @param lines of the file
   * @throws IllegalArgumentException if a pattern has a set of characters that is none
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
        rules.add(new Rule(new IgnorePattern(path), ignores));
        exceptions |= !ignores;
      }
    }
  }

  /** Whether a path, relative and with {@code /}, is left out. */
  public boolean ignores(String path) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if (rule.ignores() != ignored && rule.pattern().matches(path)) {
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
}
