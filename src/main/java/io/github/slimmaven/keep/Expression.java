package io.github.slimmaven.keep;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A regular expression with named groups. Most texts that it is tried on do not match, and for most
 * of these a look for a literal tells that, in a fraction of the time.
 *
 * @param pattern the expression
 * @param literal a text that is in all that matches; "" if none is known
 * @param names of its groups
 */
record Expression(Pattern pattern, String literal, List<String> names) {
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z]\\w*)>");

  Expression {
    names = List.copyOf(names);
  }

  /**
   * Compiles.
   *
   * @param flags of {@link Pattern}; no literal is looked for with {@link Pattern#CASE_INSENSITIVE}
   */
  static Expression of(String text, int flags) {
    return new Expression(
        Pattern.compile(text, flags),
        (flags & Pattern.CASE_INSENSITIVE) == 0 ? RequiredText.of(text) : "",
        GROUP.matcher(text).results().map(group -> group.group(1)).toList());
  }

  /** The match of a whole text, if it is one. */
  Optional<Matcher> matching(String text) {
    if (!text.contains(literal)) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(text);
    return matcher.matches() ? Optional.of(matcher) : Optional.empty();
  }

  /** The named groups of a match that took part in it. */
  Map<String, String> groups(Matcher match) {
    Map<String, String> groups = new LinkedHashMap<>();
    for (String name : names) {
      String value = match.group(name);
      if (value != null) {
        groups.put(name, value);
      }
    }
    return groups;
  }
}
