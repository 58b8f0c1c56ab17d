package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The names in directories by their beginning. A directory of packages is asked for each of them,
 * so that going through all names each time would take the square of their number.
 */
final class DirectoryNames {
  private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

  private final FileTree tree;
  private final Map<String, NavigableMap<String, List<String>>> plain = new HashMap<>();
  private final Map<String, NavigableMap<String, List<String>>> loose = new HashMap<>();

  DirectoryNames(FileTree tree) {
    this.tree = tree;
  }

  /**
   * The names that a glob matches, in order.
   *
   * @param directory its own path, without links
   * @param isLoose whether names are compared without regard to case and to "-", "_" and "."
   */
  List<String> matching(String directory, String glob, boolean isLoose) {
    String wanted = isLoose ? loose(glob) : glob;
    String beginning = wanted.split("[*?]", 2)[0];
    List<String> matching = new ArrayList<>();
    for (Map.Entry<String, List<String>> name :
        names(directory, isLoose).tailMap(beginning, true).entrySet()) {
      if (!name.getKey().startsWith(beginning)) {
        break;
      }
      if (PathPattern.matches(wanted, name.getKey())) {
        matching.addAll(name.getValue());
      }
    }
    matching.sort(null);
    return matching;
  }

  private NavigableMap<String, List<String>> names(String directory, boolean isLoose) {
    return (isLoose ? loose : plain)
        .computeIfAbsent(
            directory,
            path -> {
              NavigableMap<String, List<String>> names = new TreeMap<>();
              for (Entry child : tree.children(path)) {
                String name = child.path().substring(child.path().lastIndexOf('/') + 1);
                names
                    .computeIfAbsent(isLoose ? loose(name) : name, n -> new ArrayList<>(1))
                    .add(name);
              }
              return names;
            });
  }

  private static String loose(String name) {
    return SEPARATORS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("-");
  }
}
