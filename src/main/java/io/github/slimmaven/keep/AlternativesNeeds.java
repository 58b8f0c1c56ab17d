package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the other names of a kept program that update-alternatives(1) gives it. */
final class AlternativesNeeds implements Growth {
  private static final String LINKS = "/etc/alternatives";

  private Map<String, List<Entry>> links;

  @Override
  public void extend(List<Entry> fresh, Selection selection) {
    if (links == null) {
      links = links(selection);
    }
    for (Entry entry : fresh) {
      for (Entry link : links.getOrDefault(entry.path(), List.of())) {
        selection.add(link, new Reason(Reason.Kind.LINK, "-> " + entry.path()));
      }
    }
  }

  /** The links through the directory, by the file that they lead to. */
  private static Map<String, List<Entry>> links(Selection selection) {
    Map<String, List<Entry>> links = new HashMap<>();
    for (Entry entry : selection.tree().entries()) {
      if (entry.isSymlink() && entry.link().startsWith(LINKS + "/")) {
        selection
            .tree()
            .resolve(entry.path())
            .target()
            .filter(Entry::isFile)
            .ifPresent(
                target -> links.computeIfAbsent(target.path(), p -> new ArrayList<>()).add(entry));
      }
    }
    return links;
  }
}
