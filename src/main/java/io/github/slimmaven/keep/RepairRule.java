package io.github.slimmaven.keep;

import io.github.slimmaven.image.FileTree;
import java.util.HashSet;
import java.util.Set;

/** Keeps what a minified image was seen to miss, and the links on the way. */
final class RepairRule implements Rule {
  private final FileTree tree;
  private final Set<String> missed;

  RepairRule(FileTree tree, Set<String> missed) {
    this.tree = tree;
    this.missed = missed;
  }

  /** Of the paths that the user dropped, those that are not missed. */
  Set<String> without(Set<String> dropped) {
    Set<String> left = new HashSet<>(dropped);
    for (String path : missed) {
      FileTree.Resolution resolution = tree.resolve(path);
      resolution.links().forEach(link -> left.remove(link.path()));
      resolution.target().ifPresent(target -> left.remove(target.path()));
    }
    return left;
  }

  @Override
  public void apply(Selection selection) {
    for (String path : missed) {
      selection.follow(path, new Reason(Reason.Kind.REPAIR, path));
    }
  }
}
