package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.HeaderEdit;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The modes and owners that the user gives to files. A file with several names has one of each:
 * what one name gets, all of them get.
 */
final class Edits {
  private final FileTree tree;
  private final Map<String, HeaderEdit> files = new HashMap<>();

  Edits(FileTree tree) {
    this.tree = tree;
  }

  /** A later edit decides over an earlier one. */
  void add(Collection<Entry> entries, HeaderEdit edit) {
    for (Entry entry : entries) {
      files.merge(file(entry), edit, (before, later) -> later.over(before));
    }
  }

  /** What changes, by path; nothing of what is so already. */
  SortedMap<String, HeaderEdit> all() {
    SortedMap<String, HeaderEdit> all = new TreeMap<>();
    if (files.isEmpty()) {
      return all;
    }
    for (Entry entry : tree.entries()) {
      HeaderEdit edit = files.getOrDefault(file(entry), HeaderEdit.NONE).of(entry);
      if (!edit.equals(HeaderEdit.NONE)) {
        all.put(entry.path(), edit);
      }
    }
    return all;
  }

  /** The name that the others link to. */
  private String file(Entry entry) {
    Entry file = entry;
    while (file.type() == Entry.Type.HARDLINK) {
      file = tree.get(file.link()).orElseThrow();
    }
    return file.path();
  }
}
