package io.github.slimmaven.keep;

import io.github.slimmaven.elf.Glob;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An Ant-style pattern of absolute paths: {@code *} and {@code ?} within a name, {@code **} for any
 * number of names; a relative pattern counts from the root, and one that ends in "/" means all
 * below.
 *
 * @param text as the user wrote it
 * @param names its components
 */
public record PathPattern(String text, List<String> names) {
  private static final Pattern SLASHES = Pattern.compile("/+");
  private static final String ANY = "**";

  /**
   * Parses a pattern.
   *
   * @throws IllegalArgumentException if it is blank or has "." or ".." in it
   */
  public static PathPattern of(String text) {
    String plain = SLASHES.matcher(text.trim()).replaceAll("/");
    if (plain.endsWith("/")) {
      plain += ANY;
    }
    List<String> names = Arrays.stream(plain.split("/")).filter(name -> !name.isEmpty()).toList();
    if (names.isEmpty() || text.isBlank() || names.contains(".") || names.contains("..")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no pattern of paths: expected one as in '/usr/share/**/*.txt'");
    }
    return new PathPattern(text, names);
  }

  /** The directory before the first wildcard, or of the last name; "/" if there is none. */
  String prefix() {
    StringBuilder prefix = new StringBuilder();
    for (String name : names.subList(0, fixed())) {
      prefix.append('/').append(name);
    }
    return prefix.length() == 0 ? "/" : prefix.toString();
  }

  /** The same pattern below another directory instead of {@link #prefix}. */
  PathPattern under(String directory) {
    List<String> below = names.subList(fixed(), names.size());
    String path = directory.equals("/") ? "" : directory;
    return new PathPattern(
        text,
        Arrays.stream((path + "/" + String.join("/", below)).split("/"))
            .filter(name -> !name.isEmpty())
            .toList());
  }

  private int fixed() {
    int fixed = 0;
    while (fixed < names.size() - 1 && !wild(names.get(fixed))) {
      fixed++;
    }
    return fixed;
  }

  private static boolean wild(String name) {
    return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
  }

  /** Matches in time bounded by the product of the lengths, whatever the pattern. */
  public boolean matches(String path) {
    String[] parts = path.substring(1).split("/");
    int n = 0;
    int p = 0;
    int star = -1;
    int resume = 0;
    while (p < parts.length) {
      if (n < names.size() && names.get(n).equals(ANY)) {
        star = n++;
        resume = p;
      } else if (n < names.size() && matches(names.get(n), parts[p])) {
        n++;
        p++;
      } else if (star >= 0) {
        n = star + 1;
        p = ++resume;
      } else {
        return false;
      }
    }
    while (n < names.size() && names.get(n).equals(ANY)) {
      n++;
    }
    return n == names.size();
  }

  /** Matches one name: {@code *} is any text, {@code ?} any character. */
  public static boolean matches(String glob, String name) {
    return Glob.matches(glob, name);
  }
}
