package io.github.slimmaven.keep;

import java.util.List;

/** All packs. */
final class Packs {
  static final List<Pack> ALL =
      List.of(
          PythonPack.PACK,
          NodePack.PACK,
          RubyPack.PACK,
          PerlPack.PACK,
          PhpPack.PACK,
          WebServerPack.PACK,
          ServletPack.PACK,
          DatabasePack.PACK,
          LibraryPack.PACK,
          LocalePack.PACK);

  private Packs() {}
}
