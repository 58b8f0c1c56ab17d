package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SpaceTest {
  private static final Reason TRACED = new Reason(Reason.Kind.TRACED, "");

  @Test
  void aDirectoryThatLostMuchIsNotCountedAbove() {
    Space space =
        of(
            Map.of("/usr/lib/kept", TRACED),
            file("/usr/lib/jvm/modules", 500),
            file("/usr/lib/x/a", 30),
            file("/usr/lib/y/b", 30),
            file("/usr/lib/kept", 900),
            file("/etc/passwd", 1));

    assertThat(space.removedFrom())
        .containsExactly(
            new Space.Place("/usr/lib/jvm", 1, 500),
            new Space.Place("/usr/lib/x", 1, 30),
            new Space.Place("/usr/lib/y", 1, 30));
  }

  @Test
  void manySmallDirectoriesAreOnePlace() {
    Entry[] files = new Entry[200];
    for (int i = 0; i < files.length; i++) {
      files[i] = file("/usr/share/doc/package-" + i + "/copyright", 1000);
    }

    assertThat(of(Map.of(), files).removedFrom())
        .containsExactly(new Space.Place("/usr/share/doc", 200, 200_000));
  }

  @Test
  void whatLiesInTheRootIsItsOwn() {
    assertThat(of(Map.of(), file("/core", 7)).removedFrom())
        .containsExactly(new Space.Place("/", 1, 7));
  }

  @Test
  void packagesCountWhatTheyLost() {
    Space space =
        Space.of(
            Trees.of(file("/a", 10), file("/b", 20), file("/c", 40), file("/d", 80)),
            new KeepSet(new TreeMap<>(Map.of("/a", TRACED, "/c", TRACED))),
            Map.of("/a", "one", "/b", "one", "/c", "two"));

    assertThat(space.owners()).containsExactly(new Space.Owner("one", 2, 30, 1, 20));
  }

  @Test
  void theLargestFilesHaveTheirReasons() {
    Space space =
        of(
            Map.of("/a", new Reason(Reason.Kind.ELF, "/bin/x"), "/b", TRACED, "/empty", TRACED),
            file("/a", 1),
            file("/b", 2),
            file("/empty", 0),
            file("/gone", 3));

    assertThat(space.largestKept())
        .containsExactly(
            new Space.LargeFile("/b", 2, Optional.of("traced"), Optional.empty(), Optional.empty()),
            new Space.LargeFile(
                "/a", 1, Optional.of("elf"), Optional.of("/bin/x"), Optional.empty()));
    assertThat(space.largestRemoved())
        .containsExactly(
            new Space.LargeFile("/gone", 3, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private static Space of(Map<String, Reason> reasons, Entry... files) {
    return Space.of(Trees.of(files), new KeepSet(new TreeMap<>(reasons)), Map.of());
  }

  private static Entry file(String path, long size) {
    return new Entry(path, Entry.Type.FILE, 0644, 0, 0, size, 0, "", 0, 0, 0);
  }
}
