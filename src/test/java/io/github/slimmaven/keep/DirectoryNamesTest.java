package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DirectoryNamesTest {
  private final FakeTree tree = new FakeTree();
  private final DirectoryNames names = new DirectoryNames(tree);

  @Test
  void findsNamesByTheirBeginningAndTheRestOfTheGlob() {
    tree.files("/d/a.pth", "/d/b.pth", "/d/ba.so", "/d/bb.so", "/d/bb/inside.so", "/d/c");
    assertThat(names.matching("/d", "b*.so", false)).containsExactly("ba.so", "bb.so");
    assertThat(names.matching("/d", "b?", false)).containsExactly("bb");
    assertThat(names.matching("/d", "*.pth", false)).containsExactly("a.pth", "b.pth");
    assertThat(names.matching("/d", "b", false)).isEmpty();
    assertThat(names.matching("/none", "*", false)).isEmpty();
  }

  @Test
  void comparesLooselyAsPackageIndexesDoAndGivesTheNamesInOrder() {
    tree.files(
        "/d/zope.interface", "/d/Zope_Interface", "/d/zope--interface", "/d/zope", "/d/zopx");
    assertThat(names.matching("/d", "ZOPE-interface", true))
        .containsExactly("Zope_Interface", "zope--interface", "zope.interface");
    assertThat(names.matching("/d", "zope*", true))
        .containsExactly("Zope_Interface", "zope", "zope--interface", "zope.interface");
    assertThat(names.matching("/d", "zope-interface", false)).isEmpty();
  }
}
