package io.github.slimmaven.minify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.keep.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MinifierTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path temp;
  private Path root;

  @BeforeEach
  void directory() throws IOException {
    root = Files.createDirectory(temp.resolve("root"));
  }

  private Image minify(Image source, String... paths) throws IOException {
    TreeMap<String, Reason> reasons = new TreeMap<>();
    for (String path : paths) {
      reasons.put(path, new Reason(Reason.Kind.TRACED, ""));
    }
    Path work = Files.createTempDirectory(temp, "work");
    return Minifier.minify(source, MergedTree.of(source), new KeepSet(reasons), work, CREATED);
  }

  private Layer file(String name, String path, String content) throws IOException {
    try (LayerWriter writer = LayerWriter.create(temp.resolve(name))) {
      byte[] bytes = content.getBytes(UTF_8);
      writer.file(path, 0644, 0, 0, 0, bytes.length, new ByteArrayInputStream(bytes));
      return writer.finish(true);
    }
  }

  @Test
  void keptRecordsAreByteExactWithAllTheirHeaders() throws Exception {
    Images.sh(
        root,
        "mkdir d; printf y > d/$(printf 'n%.0s' $(seq 150)); echo drop > d/drop; chmod 2775 d;"
            + " truncate -s 1M d/sparse; printf 1 | dd of=d/sparse bs=1 seek=5000 conv=notrunc"
            + " status=none; touch -d @1.123456789 d/*");
    Image source = Images.of(Images.pack(root, temp.resolve("s.tar"), "--format=pax", "--sparse"));
    MergedTree tree = MergedTree.of(source);
    String longName = "/d/" + "n".repeat(150);

    Image slim = minify(source, longName, "/d/sparse");

    byte[] from = Images.bytes(source.layers().get(0));
    byte[] to = Images.bytes(slim.layers().get(0));
    MergedTree slimTree = MergedTree.of(slim);
    for (String path : new String[] {"/d", longName, "/d/sparse"}) {
      Entry a = tree.get(path).orElseThrow();
      Entry b = slimTree.get(path).orElseThrow();
      assertThat(Arrays.copyOfRange(to, (int) b.start(), (int) b.end()))
          .isEqualTo(Arrays.copyOfRange(from, (int) a.start(), (int) a.end()));
    }
    assertThat(slimTree.entries()).hasSize(3);
    assertThat(slim.layers().get(0).cacheable()).isFalse();
  }

  @Test
  void layerThatKeepsNothingGoesAndItsHistoryIsEmpty() throws IOException {
    Image source = Images.of(file("0", "/a", "1"), file("1", "/b", "2"), file("2", "/c", "3"));

    Image slim = minify(source, "/a", "/c");

    assertThat(slim.layers()).hasSize(2);
    assertThat(slim.config().diffIds()).hasSize(2);
    assertThat(slim.config().history())
        .extracting(h -> h.path("created_by").asText() + h.path("empty_layer").asText())
        .containsExactly("layer 1", "ENVtrue", "layer 2true", "ENVtrue", "layer 3", "ENVtrue");
  }

  @Test
  void allOtherKeysOfTheConfigSurvive() throws IOException {
    Image source = Images.of(file("0", "/a", "1"));

    ObjectNode slim = minify(source, "/a").config().json();

    assertThat(slim.path("created").asText()).isEqualTo("2026-01-02T03:04:05Z");
    ObjectNode expected = source.config().json();
    for (String key : new String[] {"created", "rootfs", "history"}) {
      slim.remove(key);
      expected.remove(key);
    }
    assertThat(slim).isEqualTo(expected);
    assertThat(slim.toString()).contains("\"x.unknown\":1.5");
  }

  @Test
  void removedFileDoesNotComeBackAndNoWhiteoutIsWritten() throws IOException {
    Image source = Images.of(file("0", "/a", "1"), file("1", "/.wh.a", ""), file("2", "/b", "2"));

    Image slim = minify(source, "/b");

    assertThat(MergedTree.of(slim).entries()).extracting(Entry::path).containsExactly("/b");
    assertThat(slim.layers()).hasSize(1);
  }

  @Test
  void hardLinkWithoutItsTargetIsRefused() throws Exception {
    Images.sh(root, "echo x > a; ln a b");
    Image source = Images.of(Images.pack(root, temp.resolve("s.tar")));

    assertThatThrownBy(() -> minify(source, "/b"))
        .isInstanceOf(ImageException.class)
        .hasMessage("'/b' is to be kept, but not '/a', which it is a hard link to. Keep both");
    assertThat(MergedTree.of(minify(source, "/a", "/b")).get("/b").orElseThrow().link())
        .isEqualTo("/a");
  }

  @Test
  void hardLinkWhoseTargetIsHiddenKeepsContentOwnerAndAttributes() throws Exception {
    Images.sh(root, "echo content > a; chmod 755 a; ln a b; ln a c");
    Layer base =
        Images.pack(
            root, temp.resolve("s.tar"), "--format=pax", "--pax-option=SCHILY.xattr.user.x=1");
    Image source = Images.of(base, file("1", "/.wh.a", ""));

    Image slim = minify(source, "/b", "/c");

    Images.run(temp, "tar", "-tf", slimTar(slim).toString());
    MergedTree tree = MergedTree.of(slim);
    assertThat(tree.entries()).extracting(Entry::path).containsExactly("/b", "/c");
    assertThat(tree.get("/b").orElseThrow().mode()).isEqualTo(0755);
    assertThat(tree.get("/c").orElseThrow().link()).isEqualTo("/b");
    assertThat(Images.text(tree, "/c")).isEqualTo("content\n");
    assertThat(new String(Images.bytes(slim.layers().get(0)), UTF_8)).contains("xattr.user.x=1");
  }

  private Path slimTar(Image slim) throws IOException {
    return Files.write(temp.resolve("slim.tar"), Images.bytes(slim.layers().get(0)));
  }

  @Test
  void globalHeadersAndRootEntryStay() throws Exception {
    Images.sh(root, "echo a > a; echo b > b; chmod 700 .");
    Layer layer =
        Images.pack(
            root,
            temp.resolve("s.tar"),
            "--format=pax",
            "--pax-option=globexthdr.name=g,comment=hello");

    Image slim = minify(Images.of(layer), "/b");

    assertThat(new String(Images.bytes(slim.layers().get(0)), UTF_8)).contains("comment=hello");
    assertThat(MergedTree.of(slim).get("/").orElseThrow().mode()).isEqualTo(0700);
    assertThat(MergedTree.of(slim).entries()).hasSize(1);
  }

  @Test
  void entryThroughSymlinkIsWrittenWhereItReallyIs() throws Exception {
    Path tar = temp.resolve("s.tar");
    Images.sh(
        root,
        "mkdir -p usr/lib; ln -s usr/lib lib; echo x > x;"
            + " tar -cf "
            + tar
            + " usr lib --transform 's,^x$,lib/x,' x");
    Image source = Images.of(Images.layer(tar));

    Image slim = minify(source, "/usr/lib/x");

    assertThat(MergedTree.of(slim).entries())
        .extracting(Entry::path)
        .containsExactly("/usr", "/usr/lib", "/usr/lib/x");
    assertThat(Images.text(MergedTree.of(slim), "/usr/lib/x")).isEqualTo("x\n");
  }

  @Test
  void emptyImpliedDirectoryIsWritten() throws IOException {
    Image slim = minify(Images.of(file("0", "/d/e/x", "1"), file("1", "/a", "1")), "/d/e");

    assertThat(MergedTree.of(slim).entries()).extracting(Entry::path).containsExactly("/d", "/d/e");
  }

  @Test
  void unknownPathAndEmptyKeepSetAreRefused() throws IOException {
    Image source = Images.of(file("0", "/a", "1"));

    assertThatThrownBy(() -> minify(source, "/nowhere"))
        .isInstanceOf(ImageException.class)
        .hasMessage("'/nowhere' is to be kept, but 'test' has no such entry");
    assertThatThrownBy(() -> minify(source))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("nothing of 'test' is to be kept");
  }
}
