package io.github.slimmaven.keep;

import java.util.List;

/** All packs. */
final class Packs {
  static List<Pack> of(Level level) {
    return List.of(
        PythonPack.of(level),
        NodePack.PACK,
        RubyPack.PACK,
        PerlPack.PACK,
        PhpPack.PACK,
        WebServerPack.PACK,
        ServletPack.PACK,
        DatabasePack.PACK,
        LibraryPack.PACK,
        LocalePack.PACK);
  }

  private Packs() {}
}
