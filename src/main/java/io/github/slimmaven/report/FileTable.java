package io.github.slimmaven.report;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every file of the source image, small enough for a page; {@code report.js} describes the form.
 *
 * @param reasons labels of the kinds of reason
 * @param details what made a rule apply
 * @param owners packages
 * @param tree the files, depth first
 */
record FileTable(List<String> reasons, List<String> details, List<String> owners, String tree) {
  private static final int RADIX = 36;

  /**
   * Takes all but directories.
   *
   * @param slim the minified image, for files that got smaller
   * @param owners path to package
   */
  static FileTable of(FileTree source, FileTree slim, KeepSet kept, Map<String, String> owners) {
    Index reasons = new Index();
    Index details = new Index();
    Index packages = new Index();
    StringBuilder tree = new StringBuilder();
    List<String> at = List.of();
    for (Entry entry : depthFirst(source)) {
      List<String> names = List.of(entry.path().substring(1).split("/"));
      List<String> directory = names.subList(0, names.size() - 1);
      change(tree, at, directory);
      at = directory;
      Reason reason = kept.reasons().get(entry.path());
      separate(tree)
          .append(number(entry.size()))
          .append('|')
          .append(reason == null ? "" : slimSize(entry, slim))
          .append('|')
          .append(number(entry.layer()))
          .append('|')
          .append(reason == null ? "" : reasons.of(reason.kind().label()))
          .append('|')
          .append(reason == null ? "" : details.of(PrintableText.of(reason.detail())))
          .append('|')
          .append(packages.of(owners.getOrDefault(entry.path(), "")))
          .append('|')
          .append(PrintableText.of(names.get(names.size() - 1)));
    }
    return new FileTable(reasons.names(), details.names(), packages.names(), tree.toString());
  }

  /** Files of a directory stand together: "/a/b" before "/a-b". */
  private static List<Entry> depthFirst(FileTree tree) {
    return tree.entries().stream()
        .filter(entry -> !entry.isDirectory())
        .sorted(Comparator.comparing(entry -> entry.path().replace('/', '\0')))
        .toList();
  }

  private static void change(StringBuilder tree, List<String> from, List<String> to) {
    int same = 0;
    while (same < Math.min(from.size(), to.size()) && from.get(same).equals(to.get(same))) {
      same++;
    }
    for (int i = same; i < from.size(); i++) {
      separate(tree).append('-');
    }
    for (String name : to.subList(same, to.size())) {
      separate(tree).append('+').append(PrintableText.of(name));
    }
  }

  private static String slimSize(Entry entry, FileTree slim) {
    long size = slim.get(entry.path()).map(Entry::size).orElse(entry.size());
    return size == entry.size() ? "" : number(size);
  }

  private static StringBuilder separate(StringBuilder tree) {
    return tree.isEmpty() ? tree : tree.append('/');
  }

  private static String number(long value) {
    return Long.toString(value, RADIX);
  }

  /** Names that recur, by number. */
  private static final class Index {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    /** The number of a name; "" has none. */
    String of(String name) {
      return name.isEmpty() ? "" : number(numbers.computeIfAbsent(name, n -> numbers.size()));
    }

    List<String> names() {
      return new ArrayList<>(numbers.keySet());
    }
  }
}
