package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import java.io.IOException;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/** Applies the packs to each kept entry. */
final class PackNeeds implements Growth {
  private final List<Pack> packs;
  private final Application application;
  private final TakenPaths paths;

  /** What was taken with which variables. Needs share takes, as the same objects. */
  private final IdentityHashMap<Take, Set<Map<String, String>>> done = new IdentityHashMap<>();

  PackNeeds(List<Pack> packs, FileTree tree, Application application) {
    this.packs = packs;
    this.application = application;
    this.paths = new TakenPaths(tree);
  }

  @Override
  public void extend(List<Entry> fresh, Selection selection) throws IOException {
    for (Entry entry : fresh) {
      if (!entry.isDirectory()) {
        extend(entry, selection);
      }
    }
  }

  private void extend(Entry entry, Selection selection) throws IOException {
    boolean own = application.own(entry);
    String text = null;
    for (Pack pack : packs) {
      for (Need need : pack.needs()) {
        if (need.own() && !own) {
          continue;
        }
        Optional<Matcher> match = need.path().matching(entry.path());
        if (match.isEmpty()) {
          continue;
        }
        Map<String, String> variables = need.path().groups(match.get());
        if (need.content().isEmpty()) {
          take(pack, need, variables, selection);
          continue;
        }
        if (text == null) {
          text = TextFile.text(selection.tree(), entry);
        }
        Expression content = need.content().get();
        if (!text.contains(content.literal())) {
          continue;
        }
        Matcher found = content.pattern().matcher(text);
        while (found.find()) {
          Map<String, String> both = new LinkedHashMap<>(variables);
          both.putAll(content.groups(found));
          take(pack, need, both, selection);
        }
      }
    }
  }

  private void take(Pack pack, Need need, Map<String, String> variables, Selection selection) {
    Reason reason = new Reason(Reason.Kind.PACK, pack.name());
    for (Take take : need.takes()) {
      if (!done.computeIfAbsent(take, t -> new HashSet<>()).add(variables)) {
        continue;
      }
      for (String path : paths.find(take, variables)) {
        if (take.whole()) {
          selection.whole(path, reason, take::excepts);
        } else {
          selection.follow(path, reason);
        }
      }
    }
  }
}
