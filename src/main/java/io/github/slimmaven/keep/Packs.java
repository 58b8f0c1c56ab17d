package io.github.slimmaven.keep;

import java.util.List;

/** All packs. */
final class Packs {
  static final List<Pack> ALL = List.of(PythonPack.PACK);

  private Packs() {}
}
