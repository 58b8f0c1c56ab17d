package io.github.slimmaven.keep;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a file mentions, existing or not.
 *
 * @param absolute paths
 * @param relative paths with a "/" or a "." in them
 * @param programs names or paths at a place where a program is run
 * @param libraries names of shared libraries, as dlopen(3) takes them
 */
record Mentioned(
    Set<String> absolute, Set<String> relative, Set<String> programs, Set<String> libraries) {
  Mentioned() {
    this(
        new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
  }
}
