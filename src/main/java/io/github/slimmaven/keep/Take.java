package io.github.slimmaven.keep;

import java.util.List;

/**
 * Entries that a {@link Need} brings. Paths are absolute; {@code ${name}} is a variable, {@code *}
 * and {@code ?} stand within a name, and a name that starts with "~" is compared without regard to
 * case and to "-", "_" and ".", as package indexes do.
 *
 * @param path what stays, a file or a directory
 * @param whole with all below
 * @param above where to look, upwards from this directory, for the relative path; "" if not
 * @param except of what is below: names, with {@code *} and {@code ?}, at any depth
 */
record Take(String path, boolean whole, String above, List<String> except) {
  Take {
    except = List.copyOf(except);
  }

  /** Files, or directories without their content. */
  static Take file(String path) {
    return new Take(path, false, "", List.of());
  }

  /** Directories with all below. */
  static Take whole(String path) {
    return new Take(path, true, "", List.of());
  }

  /** The first that is found below a directory or one above it, with all below. */
  static Take upwards(String directory, String path) {
    return new Take(path, true, directory, List.of());
  }

  /** The same without what has these names. */
  Take except(String... names) {
    return new Take(path, whole, above, List.of(names));
  }

  boolean excepts(String name) {
    return except.stream().anyMatch(glob -> PathPattern.matches(glob, name));
  }
}
