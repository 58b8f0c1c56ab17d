package io.github.slimmaven.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What GNU tar writes in each of its formats. */
class GnuTarTest {
  private static final String LONG = "long-name-".repeat(20);

  @TempDir Path temp;
  private Path root;

  @BeforeEach
  void files() throws Exception {
    root = Files.createDirectory(temp.resolve("root"));
    Images.write(root.resolve("a"), "content of a");
    Images.write(root.resolve("deep/" + LONG + "/" + LONG), "long");
    Images.write(root.resolve("grüße"), "utf-8");
    Files.createSymbolicLink(root.resolve("deep/link"), Path.of("../" + LONG.repeat(2)));
    Files.createLink(root.resolve("b"), root.resolve("a"));
    Images.sh(
        root,
        "printf x > \"$(printf 'latin-\\351')\"; chmod 4750 a; mkfifo fifo; chmod 1777 deep;"
            + " touch -d @1234567890.5 a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gnu", "pax", "oldgnu"})
  void everythingIsReadBack(String format) throws Exception {
    MergedTree tree = Images.tree(Images.pack(root, temp.resolve("x.tar"), "--format=" + format));

    Entry a = tree.get("/a").orElseThrow();
    assertThat(a.mode()).isEqualTo(04750);
    assertThat(a.mtime()).isEqualTo(1234567890);
    assertThat(a.size()).isEqualTo(12);
    assertThat(tree.get("/b").orElseThrow().link()).isEqualTo("/a");
    assertThat(Images.text(tree, "/b")).isEqualTo("content of a");
    assertThat(Images.text(tree, "/deep/" + LONG + "/" + LONG)).isEqualTo("long");
    assertThat(tree.get("/deep/link").orElseThrow().link()).isEqualTo("../" + LONG.repeat(2));
    assertThat(tree.get("/deep").orElseThrow().mode()).isEqualTo(01777);
    assertThat(Images.text(tree, "/grüße")).isEqualTo("utf-8");
    assertThat(Images.text(tree, "/latin-\uDCE9")).isEqualTo("x");
    assertThat(tree.get("/fifo").orElseThrow().type()).isEqualTo(Entry.Type.FIFO);
    assertThat(tree.get("/").orElseThrow().start()).isZero();
    assertThat(tree.entries()).hasSize(8 + 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--format=pax --sparse-version=0.0",
        "--format=pax --sparse-version=0.1",
        "--format=pax --sparse-version=1.0"
      })
  void sparseFileReadsAsItsFullContent(String options) throws Exception {
    Images.sh(
        root,
        "truncate -s 3M sparse; for i in $(seq 0 40); do printf 'data%04d' $i |"
            + " dd of=sparse bs=1 seek=$((i * 65536 + 100)) conv=notrunc status=none; done;"
            + " truncate -s 1M hole");
    byte[] expected = Files.readAllBytes(root.resolve("sparse"));
    String[] all = ("--sparse " + options).split(" ");

    Layer layer = Images.pack(root, temp.resolve("x.tar"), all);

    assertThat(layer.descriptor().size()).isLessThan(1 << 20);
    MergedTree tree = Images.tree(layer);
    assertThat(tree.get("/sparse").orElseThrow().size()).isEqualTo(3 << 20);
    assertThat(Images.content(tree, "/sparse")).isEqualTo(expected);
    assertThat(Images.content(tree, "/hole")).isEqualTo(new byte[1 << 20]);
    assertThat(Images.text(tree, "/deep/" + LONG + "/" + LONG)).isEqualTo("long");
    try (SeekableByteChannel channel = tree.open(tree.get("/sparse").orElseThrow())) {
      ByteBuffer eight = ByteBuffer.allocate(8);
      channel.position(65536L * 7 + 100).read(eight);
      assertThat(new String(eight.array(), UTF_8)).isEqualTo("data0007");
    }
  }

  @Test
  void extendedAttributesAreWithinTheRawRange() throws Exception {
    Layer layer =
        Images.pack(
            root,
            temp.resolve("x.tar"),
            "--format=pax",
            "--pax-option=SCHILY.xattr.security.capability:=caps");
    MergedTree tree = Images.tree(layer);

    for (Entry entry : tree.entries()) {
      byte[] raw = Arrays.copyOfRange(Images.bytes(layer), (int) entry.start(), (int) entry.end());
      assertThat(new String(raw, ISO_8859_1))
          .as(entry.path())
          .containsOnlyOnce("SCHILY.xattr.security.capability=caps");
    }
    assertThat(tree.entries()).isNotEmpty();
  }

  @Test
  void absoluteAndDottedNamesAreNormalised() throws IOException, InterruptedException {
    Path tar = temp.resolve("x.tar");
    Images.sh(
        root,
        "tar -P --transform 's,^a$,/abs//./a/,' -cf '"
            + tar
            + "' a && tar -rf '"
            + tar
            + "' ././fifo");

    MergedTree tree = Images.tree(Images.layer(tar));

    assertThat(tree.entries()).extracting(Entry::path).containsExactly("/abs", "/abs/a", "/fifo");
  }
}
