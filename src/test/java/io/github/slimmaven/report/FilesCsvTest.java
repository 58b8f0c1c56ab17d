package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.PathName;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesCsvTest {
  @TempDir private Path directory;
  private Trees slim = Trees.of();

  @Test
  void everyPathHasALineWithItsFate() throws IOException {
    assertThat(
            csv(
                Map.of("/bin/sh", new Reason(Reason.Kind.LINK, "/bin/dash")),
                entry("/bin/sh", Entry.Type.SYMLINK, 0, 0),
                entry("/opt/big", Entry.Type.FILE, 1234, 2)))
        .isEqualTo(
            """
            path,status,size,reason,detail,layer,owner\r
            /bin/sh,kept,0,link,/bin/dash,0,deb:dash@0.5\r
            /opt/big,removed,1234,,,2,\r
            """);
  }

  @Test
  void whatStaysIsReadAsItIsWritten(@TempDir Path folder) throws IOException {
    FileTree tree =
        Trees.of(
            entry("/a,b \"c\"\n", Entry.Type.FILE, 1, 0),
            entry("/big", Entry.Type.FILE, 1234, 0),
            entry("/sh", Entry.Type.SYMLINK, 0, 0));
    KeepSet keep =
        new KeepSet(
            new TreeMap<>(
                Map.of(
                    "/a,b \"c\"\n", new Reason(Reason.Kind.TRACED, ",kept,1,x,"),
                    "/sh", new Reason(Reason.Kind.LINK, "/bin/dash"))));
    Path file = folder.resolve("files.csv");
    FilesCsv.write(tree, tree, keep, Map.of(), file);

    assertThat(FilesCsv.kept(file))
        .isEqualTo(FilesCsv.kept(tree, keep))
        .containsExactly(Map.entry("/a,b \"c\"\\u000a", "traced"), Map.entry("/sh", "link"));
  }

  @Test
  void commasAndQuotesAreQuoted() throws IOException {
    assertThat(line("/a,b \"c\"")).isEqualTo("\"/a,b \"\"c\"\"\",removed,1,,,0,");
  }

  @Test
  void namesThatWouldBreakALineAreEscaped() throws IOException {
    assertThat(line("/a\nb\rc\td\0e\u2028f\u202eg\u007f\\h"))
        .isEqualTo("/a\\u000ab\\u000dc\\u0009d\\u0000e\\u2028f\\u202eg\\u007f\\\\h,removed,1,,,0,");
  }

  @Test
  void namesThatAreNoUtf8ShowTheirBytes() throws IOException {
    String path = PathName.decode(new byte[] {'/', 'a', (byte) 0xff, (byte) 0x80, 'b'});
    assertThat(line(path)).isEqualTo("/a\\xff\\x80b,removed,1,,,0,");
  }

  @Test
  void wideCharactersStay() throws IOException {
    assertThat(line("/données/\ud83d\ude00")).isEqualTo("/données/\ud83d\ude00,removed,1,,,0,");
  }

  @Test
  void detailThatLooksLikeAFormulaIsDisarmed() throws IOException {
    for (String formula : List.of("=1+1", "+1", "-1", "@SUM(1)")) {
      assertThat(
              csv(
                  Map.of("/a", new Reason(Reason.Kind.PATTERN, formula)),
                  entry("/a", Entry.Type.FILE, 1, 0)))
          .endsWith("/a,kept,1,pattern,'" + formula + ",0,\r\n");
    }
  }

  @Test
  void keptAndRemovedAreCountedWithoutDirectories() {
    FileTree tree =
        Trees.of(
            entry("/a", Entry.Type.DIRECTORY, 0, 0),
            entry("/a/1", Entry.Type.FILE, 10, 0),
            entry("/a/2", Entry.Type.FILE, 300, 0),
            entry("/a/3", Entry.Type.SYMLINK, 0, 0),
            entry("/b", Entry.Type.DIRECTORY, 0, 0),
            entry("/b/1", Entry.Type.FILE, 5000, 0));
    KeepSet keep =
        new KeepSet(
            new TreeMap<>(
                Map.of(
                    "/a", new Reason(Reason.Kind.DIRECTORY, ""),
                    "/a/1", new Reason(Reason.Kind.TRACED, ""),
                    "/a/2", new Reason(Reason.Kind.ELF, "/a/1"),
                    "/a/3", new Reason(Reason.Kind.TRACED, ""))));

    Kept kept = Kept.of(tree, keep);

    assertThat(kept.files()).isEqualTo(3);
    assertThat(kept.bytes()).isEqualTo(310);
    assertThat(kept.byReason())
        .containsExactly(
            Map.entry("elf", new Amount(1, 300)), Map.entry("traced", new Amount(2, 10)));
    assertThat(Removed.of(tree, keep)).isEqualTo(new Removed(1, 5000));
  }

  @Test
  void whatOnlyTheMinifiedImageHasIsAdded() throws IOException {
    slim = Trees.of(entry("/opt/app.jsa", Entry.Type.FILE, 7, 3));

    assertThat(csv(Map.of())).endsWith("owner\r\n/opt/app.jsa,added,7,,,,\r\n");
  }

  @Test
  void whatTheMinifiedImageHasIsReadBack() throws IOException {
    slim = Trees.of(entry("/opt/app.jsa", Entry.Type.FILE, 7, 3));
    csv(
        Map.of(
            "/a,b \"c\"", new Reason(Reason.Kind.TRACED, ""),
            "/d\n", new Reason(Reason.Kind.TRACED, "a,b")),
        entry("/a,b \"c\"", Entry.Type.FILE, 1, 0),
        entry("/d\n", Entry.Type.FILE, 2, 0),
        entry("/gone", Entry.Type.FILE, 3, 0));

    assertThat(FilesCsv.sizes(directory.resolve("files.csv")))
        .containsOnly(
            Map.entry("/a,b \"c\"", 1L), Map.entry("/d\\u000a", 2L), Map.entry("/opt/app.jsa", 7L));
  }

  @Test
  void aFileThatIsNoneIsNamed() throws IOException {
    Path file = directory.resolve("files.csv");
    assertThatThrownBy(() -> FilesCsv.sizes(file))
        .hasMessage("There is no file '" + file + "': run slim:minify first, which writes it");
    Files.writeString(file, "path,status,size,reason,detail,layer,owner\r\n/a,lost,1,,,\r\n");
    assertThatThrownBy(() -> FilesCsv.sizes(file)).hasMessageContaining("line '/a,lost,1,,,'");
  }

  private String line(String path) throws IOException {
    return csv(Map.of(), entry(path, Entry.Type.FILE, 1, 0))
        .substring("path,status,size,reason,detail,layer,owner\r\n".length())
        .stripTrailing();
  }

  private String csv(Map<String, Reason> reasons, Entry... entries) throws IOException {
    Path file = directory.resolve("files.csv");
    FilesCsv.write(
        Trees.of(entries),
        slim,
        new KeepSet(new TreeMap<>(reasons)),
        Map.of("/bin/sh", "deb:dash@0.5"),
        file);
    return Files.readString(file);
  }

  private static Entry entry(String path, Entry.Type type, long size, int layer) {
    return new Entry(path, type, 0644, 0, 0, size, 0, "", layer, 0, 0);
  }
}
