package io.github.slimmaven.keep;

import io.github.slimmaven.image.FileTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the paths of a tree that a {@link Take} means. */
final class TakenPaths {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  private final FileTree tree;
  private final DirectoryNames names;

  TakenPaths(FileTree tree) {
    this.tree = tree;
    this.names = new DirectoryNames(tree);
  }

  /** Existing paths, maybe through links; none if a variable has no value. */
  List<String> find(Take take, Map<String, String> variables) {
    if (!bound(take.path(), variables) || !bound(take.above(), variables)) {
      return List.of();
    }
    if (take.above().isEmpty()) {
      return expand(take.path(), variables);
    }
    String directory = fill(take.above(), variables);
    while (true) {
      List<String> found =
          expand((directory.equals("/") ? "" : directory) + "/" + take.path(), variables);
      if (!found.isEmpty() || directory.equals("/")) {
        return found;
      }
      directory = Selection.parent(directory);
    }
  }

  private List<String> expand(String template, Map<String, String> variables) {
    List<String> paths = List.of("");
    for (String name : template.split("/")) {
      List<String> longer = new ArrayList<>();
      for (String path : paths) {
        if (name.startsWith("~")) {
          named(path, fill(name.substring(1), variables), true, longer);
        } else if (name.indexOf('*') >= 0 || name.indexOf('?') >= 0) {
          named(path, fill(name, variables), false, longer);
        } else if (!name.isEmpty()) {
          String filled = fill(name, variables);
          longer.add(filled.startsWith("/") ? path + filled : path + "/" + filled);
        } else {
          longer.add(path);
        }
      }
      paths = longer;
    }
    return paths.stream()
        .filter(path -> !path.isEmpty() && tree.resolve(path).target().isPresent())
        .toList();
  }

  private void named(String directory, String glob, boolean isLoose, List<String> paths) {
    tree.resolve(directory.isEmpty() ? "/" : directory)
        .target()
        .ifPresent(
            real ->
                names
                    .matching(real.path(), glob, isLoose)
                    .forEach(name -> paths.add(directory + "/" + name)));
  }

  private static boolean bound(String template, Map<String, String> variables) {
    return VARIABLE.matcher(template).results().allMatch(v -> variables.containsKey(v.group(1)));
  }

  /** Fills in the variables; {@code ::} between the parts of a module's name is a directory. */
  private static String fill(String template, Map<String, String> variables) {
    return VARIABLE
        .matcher(template)
        .replaceAll(
            variable ->
                Matcher.quoteReplacement(variables.get(variable.group(1)).replace("::", "/")));
  }
}
