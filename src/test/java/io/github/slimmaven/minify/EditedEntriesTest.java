package io.github.slimmaven.minify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.HeaderEdit;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modes and owners that the user gives; GNU tar reads what comes of it. */
class EditedEntriesTest {
  private static final String LONG = "n".repeat(150);

  @TempDir Path temp;
  private Path root;

  @BeforeEach
  void files() throws Exception {
    root = Files.createDirectory(temp.resolve("root"));
    Images.sh(
        root,
        "mkdir d; printf y > d/"
            + LONG
            + "; echo a > d/a; ln d/a d/b; ln -s a d/link; echo c > d/c; chmod 4755 d/a;"
            + " touch -h -d @1.123456789 d/* d");
  }

  @ParameterizedTest
  @CsvSource({
    "gnu,999,998",
    "gnu,4294967294,3000000",
    "ustar,999,998",
    "ustar,4294967294,3000000",
    "pax,999,998",
    "pax,4294967294,3000000",
    "v7,999,998",
    "v7,4294967294,3000000"
  })
  void everyFormatTakesAModeAndOwners(String format, long uid, long gid) throws Exception {
    boolean longNames = format.equals("gnu") || format.equals("pax");
    Image source = pack("--format=" + format, longNames ? "--exclude=x" : "--exclude=" + LONG);
    List<String> paths = new ArrayList<>(List.of("/d", "/d/a", "/d/b", "/d/c", "/d/link"));
    if (longNames) {
      paths.add("/d/" + LONG);
    }
    List<String> edited = paths.stream().filter(path -> !path.equals("/d/c")).toList();

    Image slim = minify(source, new HeaderEdit(mode(02750), id(uid), id(gid)), paths, edited);

    MergedTree tree = MergedTree.of(slim);
    for (String path : edited) {
      Entry entry = tree.get(path).orElseThrow();
      assertThat(List.of(entry.uid(), entry.gid())).as(path).isEqualTo(List.of(uid, gid));
      assertThat(entry.mode()).as(path).isEqualTo(entry.isSymlink() ? 0777 : 02750);
    }
    assertThat(gnuTar(slim))
        .filteredOn(line -> line.contains(" ./d/") && !line.contains(" ./d/c"))
        .hasSize(edited.size())
        .allMatch(line -> line.contains(" " + uid + "/" + gid + " "));
    assertThat(sameButForMarkedFields(source, slim, "/d/c", 0, 0)).isTrue();
  }

  @Test
  void onlyTheseFieldsOfAHeaderChange() throws Exception {
    for (String format : List.of("gnu", "ustar")) {
      Image source = pack("--format=" + format, "--exclude=" + LONG);

      Image slim =
          minify(
              source,
              new HeaderEdit(mode(0600), id(7), OptionalLong.empty()),
              List.of("/d/a", "/d/b"),
              List.of("/d/a", "/d/b"));

      assertThat(sameButForMarkedFields(source, slim, "/d/a", 100, 116)).isTrue();
      assertThat(sameButForMarkedFields(source, slim, "/d/b", 100, 116)).isTrue();
      assertThat(MergedTree.of(slim).get("/d/b").orElseThrow().link()).isEqualTo("/d/a");
    }
  }

  @Test
  void otherPaxRecordsStayByteByByte() throws Exception {
    Image source =
        pack(
            "--format=pax",
            "--owner=:3000000",
            "--group=:3000001",
            "--pax-option=SCHILY.xattr.user.x:=1");
    String before = text(source, "/d/c");

    String after =
        text(
            minify(
                source,
                new HeaderEdit(mode(0640), id(5), OptionalLong.empty()),
                List.of("/d/c"),
                List.of("/d/c")),
            "/d/c");

    assertThat(before).contains(" uid=3000000\n", " gid=3000001\n", " mtime=1.123456789\n");
    assertThat(after)
        .doesNotContain(" uid=")
        .contains(" gid=3000001\n", " mtime=1.123456789\n", " SCHILY.xattr.user.x=1\n");
    assertThat(after.length()).isEqualTo(before.length());
    Image big =
        minify(
            source,
            new HeaderEdit(OptionalInt.empty(), id(4000000), id(4)),
            List.of("/d/c"),
            List.of("/d/c"));
    assertThat(text(big, "/d/c")).contains(" uid=4000000\n").doesNotContain(" gid=");
  }

  @Test
  void aDirectoryThatIsOnlyImpliedGetsAnEntry() throws Exception {
    Image source;
    try (LayerWriter writer = LayerWriter.create(temp.resolve("file.tar"))) {
      writer.file("/x/y", 0644, 0, 0, 0, 0, InputStream.nullInputStream());
      source = Images.of(writer.finish(true));
    }

    Image slim =
        minify(
            source, new HeaderEdit(mode(0700), id(7), id(8)), List.of("/x", "/x/y"), List.of("/x"));

    Entry directory = MergedTree.of(slim).get("/x").orElseThrow();
    assertThat(List.of(directory.mode(), directory.uid(), directory.gid()))
        .isEqualTo(List.of(0700, 7L, 8L));
    assertThat(directory.end()).isGreaterThan(directory.start());
  }

  @Test
  void aHardLinkWhoseTargetIsHiddenIsEditedToo() throws Exception {
    Layer hiding;
    try (LayerWriter writer = LayerWriter.create(temp.resolve("hiding.tar"))) {
      writer.file("/d/.wh.a", 0644, 0, 0, 0, 0, InputStream.nullInputStream());
      hiding = writer.finish(true);
    }
    Layer layer = Images.pack(root, temp.resolve("s.tar"), "--format=pax", "--owner=:3000000");
    Image source = Images.of(layer, hiding);

    Image slim =
        minify(
            source,
            new HeaderEdit(mode(0711), id(7), id(4000000)),
            List.of("/d/b"),
            List.of("/d/b"));

    Entry file = MergedTree.of(slim).get("/d/b").orElseThrow();
    assertThat(List.of(file.mode(), file.uid(), file.gid())).isEqualTo(List.of(0711, 7L, 4000000L));
    assertThat(Images.text(MergedTree.of(slim), "/d/b")).isEqualTo("a\n");
  }

  private static OptionalInt mode(int mode) {
    return OptionalInt.of(mode);
  }

  private static OptionalLong id(long id) {
    return OptionalLong.of(id);
  }

  private Image pack(String... options) throws Exception {
    return Images.of(
        Images.pack(root, Files.createTempDirectory(temp, "pack").resolve("s.tar"), options));
  }

  private Image minify(Image source, HeaderEdit edit, List<String> paths, List<String> edited)
      throws IOException {
    MergedTree tree = MergedTree.of(source);
    TreeMap<String, Reason> reasons = new TreeMap<>();
    TreeMap<String, HeaderEdit> edits = new TreeMap<>();
    paths.forEach(path -> reasons.put(path, new Reason(Reason.Kind.PATTERN, "")));
    edited.forEach(path -> edits.put(path, edit.of(tree.get(path).orElseThrow())));
    return Minifier.minify(
        source,
        tree,
        new KeepSet(reasons, List.of(), List.of(), edits),
        Files.createTempDirectory(temp, "work"),
        Instant.EPOCH);
  }

  /** What GNU tar lists. */
  private List<String> gnuTar(Image image) throws Exception {
    Path tar = Files.write(temp.resolve("slim.tar"), Images.bytes(image.layers().get(0)));
    Path list = temp.resolve("list");
    Images.sh(temp, "tar --numeric-owner -tvf " + tar + " > " + list);
    return Files.readAllLines(list);
  }

  private static byte[] raw(Image image, String path) throws IOException {
    Entry entry = MergedTree.of(image).get(path).orElseThrow();
    byte[] layer = Images.bytes(image.layers().get(0));
    return Arrays.copyOfRange(layer, (int) entry.start(), (int) entry.end());
  }

  private static String text(Image image, String path) throws IOException {
    return new String(raw(image, path), StandardCharsets.ISO_8859_1);
  }

  /** Whether two records are the same without the bytes [from, to) and the checksum. */
  private static boolean sameButForMarkedFields(Image a, Image b, String path, int from, int to)
      throws IOException {
    byte[] left = raw(a, path);
    byte[] right = raw(b, path);
    for (byte[] bytes : List.of(left, right)) {
      Arrays.fill(bytes, from, to, (byte) 0);
      if (from < to) {
        Arrays.fill(bytes, 148, 156, (byte) 0);
      }
    }
    return Arrays.equals(left, right);
  }
}
