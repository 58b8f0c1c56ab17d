package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.MergedTree;
import java.util.Collections;
import java.util.List;

/** Counts the programs that run with more rights than their caller. */
public final class SetuidPrograms {
  private SetuidPrograms() {}

  /** Files with the bit setuid or setgid, as {@code SLIM017} finds them. */
  public static int count(MergedTree tree) {
    return (int)
        new Permissions().found(tree).stream().filter(special -> is(tree, special)).count();
  }

  static boolean is(MergedTree tree, Xray.Special special) {
    return tree.get(special.path()).filter(Entry::isDirectory).isEmpty()
        && !Collections.disjoint(special.kinds(), List.of("setuid", "setgid"));
  }
}
