package io.github.slimmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Docker archives of all kinds, good and bad. */
class ArchiveTest {
  @TempDir Path temp;
  private Path work;
  private LayerStore store;
  private Image image;

  @BeforeEach
  void image() throws Exception {
    work = Files.createDirectory(temp.resolve("work"));
    store = new LayerStore(temp.resolve("cache"));
    Path root = Files.createDirectory(temp.resolve("root"));
    Images.write(root.resolve("a"), "a".repeat(5000));
    Layer base = Images.pack(root, temp.resolve("base.tar"));
    Images.write(root.resolve("b"), "b");
    image = Images.of(base, Images.pack(root, temp.resolve("top.tar")), base);
  }

  /** The form of Docker 20.10: a directory per layer, repeated layers as symlinks. */
  private Path classic(String script) throws Exception {
    Path classic = Files.createDirectory(temp.resolve("classic"));
    String config = Sha256.of(image.config().bytes()).hex() + ".json";
    Files.write(classic.resolve(config), image.config().bytes());
    Files.writeString(
        classic.resolve("manifest.json"),
        "[{\"Config\":\""
            + config
            + "\",\"RepoTags\":[\"x:1\"],\"Layers\":"
            + "[\"1/layer.tar\",\"2/layer.tar\",\"3/layer.tar\"]}]");
    Images.sh(
        classic,
        "mkdir 1 2 3; cp ../base.tar 1/layer.tar; cp ../top.tar 2/layer.tar;"
            + "ln -s ../1/layer.tar 3/layer.tar; "
            + script
            + "\ntar -cf ../classic.tar *");
    return temp.resolve("classic.tar");
  }

  private void assertSame(Image read) throws IOException {
    assertThat(read.config().bytes()).isEqualTo(image.config().bytes());
    assertThat(read.digest()).isEqualTo(image.digest());
    for (int i = 0; i < 3; i++) {
      assertThat(Images.bytes(read.layers().get(i))).isEqualTo(Images.bytes(image.layers().get(i)));
    }
  }

  @Test
  void classicArchiveWithSymlinkedLayerIsReadInPlace() throws Exception {
    Image read = DockerArchive.read(classic(""), "tar://x", store);

    assertSame(read);
    assertThat(temp.resolve("cache/layers")).doesNotExist();
    assertThat(read.layers().get(0).cacheable()).isTrue();
  }

  @Test
  void classicArchiveWithCompressedLayersIsUnpackedOnce() throws Exception {
    Path tar =
        classic(
            "gzip 1/layer.tar 2/layer.tar; mv 1/layer.tar.gz 1/layer.tar;"
                + " mv 2/layer.tar.gz 2/layer.tar");

    assertSame(DockerArchive.read(tar, "tar://x", store));
    assertThat(temp.resolve("cache/layers/" + image.layers().get(0).diffId().hex() + ".tar"))
        .exists();
    assertThat(DockerArchive.read(tar, "tar://x", store).layers().get(1).descriptor().mediaType())
        .endsWith("tar+gzip");
  }

  @Test
  void archiveThatIsCompressedWholeIsRead() throws Exception {
    classic("");
    Images.sh(temp, "gzip -k classic.tar");

    assertSame(DockerArchive.read(temp.resolve("classic.tar.gz"), "tar://x", store));
  }

  @Test
  void writtenArchiveIsReadBackAndDeterministic() throws Exception {
    DockerArchive.write(image, "x:1", temp.resolve("out.tar"));
    byte[] first = Files.readAllBytes(temp.resolve("out.tar"));
    DockerArchive.write(image, "x:1", temp.resolve("out.tar"));

    assertSame(DockerArchive.read(temp.resolve("out.tar"), "tar://x", store));
    assertThat(Files.readAllBytes(temp.resolve("out.tar"))).isEqualTo(first);
    assertThat(Images.run(temp, "tar", "tf", "out.tar").lines())
        .contains("manifest.json", "index.json", "oci-layout")
        .doesNotHaveDuplicates();
  }

  @Test
  void ociArchiveIsRead() throws Exception {
    OciLayout.write(image, temp.resolve("oci"), store);
    Images.sh(temp, "tar -cf oci.tar -C oci .");

    Image read = DockerArchive.read(temp.resolve("oci.tar"), "tar://oci.tar", store);

    assertThat(read.config().diffIds()).isEqualTo(image.config().diffIds());
  }

  @Test
  void failedWriteLeavesOldFileAndNothingElse() throws Exception {
    Path out = work.resolve("out.tar");
    Files.writeString(out, "old");
    Files.delete(temp.resolve("top.tar"));

    assertThatThrownBy(() -> DockerArchive.write(image, "x", out)).isInstanceOf(IOException.class);

    assertThat(out).hasContent("old");
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left.toList()).isEqualTo(List.of(out));
    }
  }

  @Test
  void changedLayerIsRefusedNamingBothDigests() throws Exception {
    Path tar = classic("printf X | dd of=2/layer.tar bs=1 seek=1600 conv=notrunc status=none");

    assertThatThrownBy(() -> DockerArchive.read(tar, "tar://x", store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is corrupt: its content has diff id 'sha256:")
        .hasMessageContaining("the config says '" + image.layers().get(1).diffId() + "'")
        .hasMessageEndingWith("Delete it and save, pull or build the image again");
  }

  @Test
  void ofSeveralCorruptLayersTheLowestIsNamedAndNoThreadIsLeft() throws Exception {
    Path tar =
        classic(
            "gzip -1 2/layer.tar; head -c 60 2/layer.tar.gz > 2/layer.tar; rm 2/layer.tar.gz;"
                + "printf X | dd of=1/layer.tar bs=1 seek=1600 conv=notrunc status=none");

    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> DockerArchive.read(tar, "tar://x", store))
          .hasMessageStartingWith("layer '" + image.layers().get(0).diffId() + "' is corrupt: ");
      assertThat(LayerThreads.alive()).isEmpty();
    }
    try (Stream<Path> left = Files.walk(temp.resolve("cache"))) {
      assertThat(left.filter(Files::isRegularFile))
          .allMatch(file -> file.getParent().endsWith("locks"));
    }
  }

  @Test
  void interruptedReadingStopsAndLeavesNothing() throws Exception {
    Path tar = classic("");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> DockerArchive.read(tar, "tar://x", store))
        .isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(LayerThreads.alive()).isEmpty();
  }

  @Test
  void changedConfigIsRefused() throws Exception {
    Path tar = classic("for f in ????????????????????*.json; do printf ' ' >> $f; done");

    assertThatThrownBy(() -> DockerArchive.read(tar, "tar://x", store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is corrupt: its config");
  }

  @Test
  void missingLayerIsNamed() throws Exception {
    Path tar = classic("rm 2/layer.tar");

    assertThatThrownBy(() -> DockerArchive.read(tar, "tar://x", store))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "'tar://x' is incomplete: '2/layer.tar' is missing."
                + " Save, pull or build the image again");
  }

  @Test
  void truncatedArchiveIsRefused() throws Exception {
    Path tar = classic("");
    Images.sh(temp, "truncate -s 9000 classic.tar");

    assertThatThrownBy(() -> DockerArchive.read(tar, "tar://x", store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("'tar://x' is no valid tar at byte");
  }

  @Test
  void truncatedCompressedArchiveIsRefused() throws Exception {
    classic("");
    Images.sh(temp, "gzip classic.tar; truncate -s -20 classic.tar.gz");

    assertThatThrownBy(() -> DockerArchive.read(temp.resolve("classic.tar.gz"), "tar://x", store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("can't be decompressed");
    try (Stream<Path> left = Files.list(temp.resolve("cache/archives"))) {
      assertThat(left.toList()).isEmpty();
    }
  }

  @Test
  void whatIsNoArchiveIsRefused() throws Exception {
    Path text = Files.writeString(temp.resolve("text"), "<html>".repeat(500));
    Path tar = temp.resolve("base.tar");

    assertThatThrownBy(() -> DockerArchive.read(text, "tar://text", store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is no valid tar at byte 0: a header's checksum is wrong");
    assertThatThrownBy(() -> DockerArchive.read(tar, "tar://x", store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is a tar but no image");
    assertThatThrownBy(() -> DockerArchive.read(temp.resolve("no"), "tar://no", store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("docker save -o FILE IMAGE");
  }

  @Test
  void xzIsNamed() throws Exception {
    Path xz = Files.write(temp.resolve("x.xz"), new byte[] {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 4});

    assertThatThrownBy(() -> DockerArchive.read(xz, "tar://x.xz", store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is compressed with 'xz'. Only gzip and zstd are read");
  }

  @Test
  void oneOfSeveralImagesIsChosenByItsTag() throws Exception {
    Path tar = classic("sed -i 's/^\\[\\(.*\\)\\]$/[\\1,\\1]/; s/x:1/y:2/' manifest.json");

    assertSame(DockerArchive.read(Path.of(tar + ":x:1"), "tar://x", store));
    assertThatThrownBy(() -> DockerArchive.read(tar, "tar://x", store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("holds 2 images ('y:2', 'x:1'). Name one of them");
  }
}
