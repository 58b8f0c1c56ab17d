package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FileTableTest {
  @Test
  void filesOfADirectoryStandTogetherWhateverSortsBetween() {
    FileTable table = table(Map.of(), Map.of(), file("/a", 1), file("/b-c", 2), file("/b/d", 3));

    assertThat(table.tree()).isEqualTo("1||0||||a/+b/3||0||||d/-/2||0||||b-c");
  }

  @Test
  void reasonsDetailsAndOwnersAreNumbered() {
    FileTable table =
        table(
            Map.of(
                "/a", new Reason(Reason.Kind.ELF, "/b"), "/b", new Reason(Reason.Kind.TRACED, "")),
            Map.of("/b", "libc6"),
            file("/a", 36),
            file("/b", 0));

    assertThat(table.tree()).isEqualTo("10||0|0|0||a/0||0|1||0|b");
    assertThat(table.reasons()).containsExactly("elf", "traced");
    assertThat(table.details()).containsExactly("/b");
    assertThat(table.owners()).containsExactly("libc6");
  }

  @Test
  void aFileThatGotSmallerHasBothSizes() {
    FileTable table =
        FileTable.of(
            Trees.of(file("/lib/modules", 100)),
            Trees.of(file("/lib/modules", 10)),
            new KeepSet(new TreeMap<>(Map.of("/lib/modules", new Reason(Reason.Kind.TRACED, "")))),
            Map.of());

    assertThat(table.tree()).isEqualTo("+lib/2s|a|0|0|||modules");
  }

  @Test
  void namesThatCannotBeSeenAreEscaped() {
    assertThat(table(Map.of(), Map.of(), file("/a\nb|c\\d", 1)).tree())
        .isEqualTo("1||0||||a\\u000ab|c\\\\d");
  }

  @Test
  void directoriesAreNoFiles() {
    Entry directory = new Entry("/a", Entry.Type.DIRECTORY, 0755, 0, 0, 0, 0, "", 0, 0, 0);

    assertThat(table(Map.of(), Map.of(), directory).tree()).isEmpty();
  }

  private static FileTable table(
      Map<String, Reason> reasons, Map<String, String> owners, Entry... entries) {
    Trees tree = Trees.of(entries);
    return FileTable.of(tree, tree, new KeepSet(new TreeMap<>(reasons)), owners);
  }

  private static Entry file(String path, long size) {
    return new Entry(path, Entry.Type.FILE, 0644, 0, 0, size, 0, "", 0, 0, 0);
  }
}
