package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.HeaderEdit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** The user's patterns, applied to a tree. What matches a directory means all below it too. */
final class UserPatterns {
  private final Map<String, Entry> kept = new LinkedHashMap<>();
  private final Map<String, String> keptBy = new HashMap<>();
  private final Set<String> dropped = new HashSet<>();
  private final Edits edits;
  private final List<String> links = new ArrayList<>();
  private final List<String> unmatched = new ArrayList<>();

  UserPatterns(FileTree tree, KeepRequest request) {
    edits = new Edits(tree);
    for (KeepPattern keep : request.keep()) {
      String text = keep.path();
      PathPattern pattern = PathPattern.of(text);
      Map<String, Entry> matched = match(tree, pattern);
      if (!matched.isEmpty()) {
        links.add(pattern.prefix());
      }
      kept.putAll(matched);
      matched.keySet().forEach(path -> keptBy.putIfAbsent(path, text));
      if (!keep.edit().equals(HeaderEdit.NONE)) {
        edits.add(matched.values(), keep.edit());
      }
    }
    for (String text : request.drop()) {
      dropped.addAll(match(tree, PathPattern.of(text)).keySet());
    }
  }

  private Map<String, Entry> match(FileTree tree, PathPattern pattern) {
    PathPattern real = real(tree, pattern);
    Map<String, Entry> matched = new LinkedHashMap<>();
    for (Entry entry : tree.entries()) {
      if (matched.containsKey(Selection.parent(entry.path())) || real.matches(entry.path())) {
        matched.put(entry.path(), entry);
      }
    }
    if (matched.isEmpty()) {
      unmatched.add(pattern.text());
    }
    return matched;
  }

  /** A pattern below a link, as {@code /lib -> usr/lib}, means the place that it leads to. */
  private static PathPattern real(FileTree tree, PathPattern pattern) {
    return tree.resolve(pattern.prefix())
        .target()
        .map(target -> pattern.under(target.path()))
        .orElse(pattern);
  }

  /** Paths that no rule may keep, but {@code keep}. */
  Set<String> dropped() {
    return dropped;
  }

  /** The patterns that matched nothing, as written. */
  List<String> unmatched() {
    return unmatched;
  }

  /** What the patterns change, by path. */
  SortedMap<String, HeaderEdit> edits() {
    return edits.all();
  }

  /** Keeps what the patterns match, dropped or not. */
  void keep(Selection selection) {
    for (Map.Entry<String, Entry> match : kept.entrySet()) {
      String pattern = keptBy.get(match.getKey());
      selection.force(match.getValue(), new Reason(Reason.Kind.PATTERN, pattern));
    }
    for (String link : links) {
      selection.follow(link, new Reason(Reason.Kind.DIRECTORY, ""));
    }
  }
}
