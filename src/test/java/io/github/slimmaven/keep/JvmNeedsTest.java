package io.github.slimmaven.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JvmNeedsTest {
  private final FakeTree tree =
      new FakeTree()
          .files("/opt/jdk/lib/modules", "/opt/jdk/lib/libawt.so", "/opt/jdk/lib/libzip.so")
          .files("/opt/jdk/lib/libfontmanager.so")
          .files("/usr/share/fonts/a.ttf", "/etc/fonts/fonts.conf");

  private final Set<String> spare =
      Set.of("/opt/jdk/lib/libawt.so", "/opt/jdk/lib/libfontmanager.so");

  @Test
  void spareLibraryGoesAndFontsGoWithTheirs() throws IOException {
    assertThat(Keeping.of().opened("/opt/jdk/lib/modules").of(tree))
        .containsKeys("/opt/jdk/lib/libawt.so", "/opt/jdk/lib/libfontmanager.so")
        .containsKeys("/usr/share/fonts/a.ttf", "/etc/fonts/fonts.conf");
    assertThat(Keeping.of().opened("/opt/jdk/lib/modules").spare(spare).of(tree))
        .containsKey("/opt/jdk/lib/libzip.so")
        .doesNotContainKeys("/opt/jdk/lib/libawt.so", "/opt/jdk/lib/libfontmanager.so")
        .doesNotContainKeys("/usr/share/fonts/a.ttf", "/etc/fonts/fonts.conf");
  }

  @Test
  void spareLibraryThatWasOpenedStays() throws IOException {
    assertThat(
            Keeping.of()
                .opened("/opt/jdk/lib/modules", "/opt/jdk/lib/libawt.so")
                .spare(spare)
                .of(tree))
        .containsKey("/opt/jdk/lib/libawt.so");
  }
}
