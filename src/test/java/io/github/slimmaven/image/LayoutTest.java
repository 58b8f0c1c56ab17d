package io.github.slimmaven.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCI layouts, good and bad. */
class LayoutTest {
  @TempDir Path temp;
  private LayerStore store;
  private Path root;
  private Path oci;
  private Image image;

  @BeforeEach
  void image() throws Exception {
    store = new LayerStore(temp.resolve("cache"));
    root = Files.createDirectory(temp.resolve("root"));
    oci = temp.resolve("out/oci");
    Images.write(root.resolve("a"), "a".repeat(5000));
    image = Images.of(Images.pack(root, temp.resolve("base.tar")));
  }

  private Image other() throws Exception {
    Images.write(root.resolve("b"), "b");
    return Images.of(Images.pack(root, temp.resolve("other.tar")));
  }

  private List<String> blobs() throws IOException {
    try (Stream<Path> list = Files.list(oci.resolve("blobs/sha256"))) {
      return list.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private void sh(String script) throws Exception {
    Images.sh(oci, script);
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> OciLayout.read(oci, "oci://x", new LayerStore(temp.resolve("fresh"))))
        .isInstanceOf(ImageException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void writtenLayoutIsReadBack() throws Exception {
    Descriptor manifest = OciLayout.write(image, oci, store);
    Image read = OciLayout.read(oci, "oci://x", new LayerStore(temp.resolve("fresh")));

    assertThat(read.digest()).isEqualTo(manifest.digest());
    assertThat(read.config().bytes()).isEqualTo(image.config().bytes());
    assertThat(Images.bytes(read.layers().get(0))).isEqualTo(Images.bytes(image.layers().get(0)));
    assertThat(read.layers().get(0).descriptor().mediaType()).endsWith("tar+gzip");
    assertThat(blobs()).hasSize(3);
  }

  @Test
  void gzipBlobOfSourceIsReusedUnchanged() throws Exception {
    OciLayout.write(image, oci, store);
    List<String> before = blobs();
    Image read = OciLayout.read(oci, "oci://x", store);
    sh(
        "cd blobs/sha256; for f in *; do if gzip -t $f 2>/dev/null; then"
            + " gunzip < $f | gzip -1 > ../g; fi; done");
    Path gzip = oci.resolve("blobs/g");
    Slice slice = Slice.whole(gzip);
    Descriptor descriptor =
        new Descriptor(
            "application/vnd.docker.image.rootfs.diff.tar.gzip",
            Blobs.digest(slice),
            slice.length());
    Layer layer = store.layer(read.config().diffIds().get(0), new FileBlob(descriptor, slice));

    OciLayout.write(Images.of(layer), temp.resolve("again"), store);

    assertThat(before).doesNotContain(descriptor.digest().hex());
    assertThat(temp.resolve("again/blobs/sha256/" + descriptor.digest().hex()))
        .hasSameBinaryContentAs(gzip);
  }

  @Test
  void existingLayoutIsReplacedWithoutLeftovers() throws Exception {
    OciLayout.write(image, oci, store);
    Image other = other();
    OciLayout.write(other, oci, store);

    assertThat(OciLayout.read(oci, "x", store).config().diffIds())
        .isEqualTo(other.config().diffIds());
    assertThat(blobs()).hasSize(3);
    try (Stream<Path> list = Files.list(oci.getParent())) {
      assertThat(list.toList()).containsExactly(oci);
    }
  }

  @Test
  void failedWriteLeavesTheOldLayout() throws Exception {
    OciLayout.write(image, oci, store);
    List<String> before = blobs();
    Image other = other();
    Files.delete(temp.resolve("other.tar"));

    assertThatThrownBy(() -> OciLayout.write(other, oci, store)).isInstanceOf(IOException.class);

    assertThat(blobs()).isEqualTo(before);
    assertThat(OciLayout.read(oci, "x", store).config().diffIds())
        .isEqualTo(image.config().diffIds());
    try (Stream<Path> list = Files.list(oci.getParent())) {
      assertThat(list.toList()).containsExactly(oci);
    }
  }

  @Test
  void directoryThatIsNoLayoutIsNotReplaced() throws Exception {
    Images.write(oci.resolve("precious"), "x");

    assertThatThrownBy(() -> OciLayout.write(image, oci, store))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("'" + oci + "' exists and is no OCI image layout");
    assertThat(oci.resolve("precious")).hasContent("x");
  }

  @Test
  void unchangedLayerIsCompressedOnce() throws Exception {
    OciLayout.write(image, oci, store);
    Path cached = temp.resolve("cache/blobs/" + image.layers().get(0).diffId().hex() + ".tar.gz");
    assertThat(cached).exists();
    Files.delete(temp.resolve("base.tar"));

    OciLayout.write(image, temp.resolve("second"), store);

    assertThat(temp.resolve("second/index.json")).hasSameBinaryContentAs(oci.resolve("index.json"));
  }

  @Test
  void layerThatAPowerCutDamagedInTheCacheIsCompressedAnew() throws Exception {
    OciLayout.write(image, oci, store);
    for (Layer layer : image.layers()) {
      Path cached = temp.resolve("cache/blobs/" + layer.diffId().hex() + ".tar.gz");
      Files.write(cached, new byte[(int) Files.size(cached)]);
    }

    OciLayout.write(image, temp.resolve("second"), store);

    assertThat(temp.resolve("second/index.json")).hasSameBinaryContentAs(oci.resolve("index.json"));
    assertThat(temp.resolve("second/blobs/sha256").toFile().list())
        .containsExactlyInAnyOrder(oci.resolve("blobs/sha256").toFile().list());
  }

  @Test
  void missingBlobIsNamed() throws Exception {
    OciLayout.write(image, oci, store);
    sh("cd blobs/sha256; for f in *; do if gzip -t $f 2>/dev/null; then rm $f; fi; done");

    assertRefused("'oci://x' is incomplete: 'blobs/sha256/", "is missing. Save, pull or build");
  }

  @Test
  void changedBlobIsRefusedNamingBothDigests() throws Exception {
    OciLayout.write(image, oci, store);
    sh(
        "cd blobs/sha256; for f in *; do if gzip -t $f 2>/dev/null; then printf X |"
            + " dd of=$f bs=1 seek=40 conv=notrunc status=none; fi; done");

    assertRefused("is corrupt: its blob has digest 'sha256:", "the manifest says 'sha256:");
    try (Stream<Path> left = Files.list(temp.resolve("fresh/layers"))) {
      assertThat(left.toList()).isEmpty();
    }
  }

  @Test
  void truncatedBlobIsRefused() throws Exception {
    OciLayout.write(image, oci, store);
    sh(
        "cd blobs/sha256; for f in *; do if gzip -t $f 2>/dev/null; then truncate -s -9 $f; fi; done");

    assertRefused("is corrupt: 'blobs/sha256/", "bytes, the manifest says '");
  }

  @Test
  void changedManifestIsRefused() throws Exception {
    Descriptor manifest = OciLayout.write(image, oci, store);
    sh("printf ' ' >> blobs/sha256/" + manifest.digest().hex());

    assertRefused("is corrupt: 'blobs/sha256/" + manifest.digest().hex() + "' has digest");
  }

  @Test
  void directoryWithoutIndexIsRefused() throws Exception {
    Files.createDirectories(oci);

    assertRefused("is no OCI image layout: it has no 'index.json'");
  }

  /** Wraps the manifest in an index of other JSON. */
  private void index(String json) throws IOException {
    Files.writeString(oci.resolve("index.json"), json);
  }

  private static String entry(Descriptor d, String more) {
    return "{\"mediaType\":\""
        + d.mediaType()
        + "\",\"digest\":\""
        + d.digest()
        + "\",\"size\":"
        + d.size()
        + more
        + "}";
  }

  private static String platform(String arch) {
    return ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + arch + "\"}";
  }

  @Test
  void nestedIndexGivesThisHostsImage() throws Exception {
    Descriptor own = OciLayout.write(image, oci, store);
    String nested =
        "{\"manifests\":["
            + entry(new Descriptor(MediaTypes.MANIFEST, Sha256.of(new byte[1]), 1), platform("vax"))
            + ","
            + entry(own, platform(Platform.architecture()))
            + ","
            + entry(own, platform("unknown").replace("linux", "unknown"))
            + "]}";
    Digest digest = Sha256.of(nested.getBytes(UTF_8));
    Files.writeString(oci.resolve(Blobs.name(digest)), nested);
    index("{\"manifests\":[" + entry(new Descriptor(MediaTypes.INDEX, digest, 1), "") + "]}");

    assertThat(OciLayout.read(oci, "x", store).digest()).isEqualTo(own.digest());
  }

  @Test
  void missingPlatformIsRefusedListingWhatThereIs() throws Exception {
    Descriptor own = OciLayout.write(image, oci, store);
    index(
        "{\"manifests\":["
            + entry(own, platform("vax"))
            + ","
            + entry(own, platform("s390x"))
            + "]}");

    assertRefused(
        "has no image for 'linux/" + Platform.architecture() + "'",
        "only for 'linux/s390x', 'linux/vax'");
  }

  @Test
  void oneOfSeveralImagesIsChosenByItsRefName() throws Exception {
    Descriptor own = OciLayout.write(image, oci, store);
    String name = ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"%s\"}";
    index(
        "{\"manifests\":["
            + entry(own, name.formatted("one"))
            + ","
            + entry(own, name.formatted("two"))
            + "]}");

    assertThat(OciLayout.read(Path.of(oci + ":two"), "x", store).digest()).isEqualTo(own.digest());
    assertRefused("holds 2 images ('one', 'two'). Name one of them");
  }

  @Test
  void brokenJsonIsRefused() throws Exception {
    OciLayout.write(image, oci, store);
    index("{\"manifests\":[");
    assertRefused("is no valid JSON");
    index("[]");
    assertRefused("is no JSON of the right shape: expected 'an object'");
    index("{\"manifests\":[{\"digest\":\"sha512:1\"}]}");
    assertRefused("'sha512:1' is no supported digest");
  }

  @Test
  void aKnownLayerIsNeitherReadNorCompressedAgain() throws Exception {
    Descriptor manifest = OciLayout.write(image, oci, store);
    List<Layer> unreadable = new ArrayList<>();
    for (Layer layer : image.layers()) {
      unreadable.add(new Unread(layer.diffId(), layer.descriptor()));
    }
    Image again = new Image("x", image.digest(), image.config(), unreadable);

    assertThat(OciLayout.write(again, temp.resolve("again"), store)).isEqualTo(manifest);
    Image written = OciLayout.written(again, temp.resolve("again"), manifest, "oci://again");
    Image read = OciLayout.read(oci, "oci://again", store);
    assertThat(written.digest()).isEqualTo(read.digest());
    assertThat(written.layers())
        .extracting(Layer::diffId, Layer::descriptor)
        .isEqualTo(
            read.layers().stream()
                .map(layer -> tuple(layer.diffId(), layer.descriptor()))
                .toList());
  }

  private record Unread(Digest diffId, Descriptor descriptor) implements Layer {
    @Override
    public boolean cacheable() {
      return false;
    }

    @Override
    public SeekableByteChannel open() {
      throw new AssertionError("the layer is read again");
    }
  }

  @Test
  void zstdLayersAreWrittenAndRead() throws Exception {
    LayerStore zstd = store.compressing(LayerCompression.of("zstd"));
    Descriptor manifest = OciLayout.write(image, oci, zstd);

    LayerStore other = new LayerStore(temp.resolve("other"));
    Image read = OciLayout.read(oci, "x", other);
    Layer layer = read.layers().get(0);
    assertThat(layer.descriptor().mediaType())
        .isEqualTo("application/vnd.oci.image.layer.v1.tar+zstd");
    assertThat(Images.bytes(layer)).isEqualTo(Images.bytes(image.layers().get(0)));
    assertThat(
            OciLayout.write(read, temp.resolve("copy"), other.compressing(LayerCompression.ZSTD)))
        .as("its blob is taken as it is")
        .isEqualTo(manifest);
    assertThat(OciLayout.write(read, temp.resolve("gzip"), other))
        .isEqualTo(OciLayout.write(image, temp.resolve("own"), store));
  }

  @Test
  void otherCompressionsAreRefused() {
    assertThatThrownBy(() -> LayerCompression.of("xz"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'xz' is no slim.compression: expected 'gzip' or 'zstd'");
  }

  @Test
  void blocksMakeOneGzipMemberWhateverTheContent() throws Exception {
    for (int size : new int[] {0, 1, 1 << 20, (1 << 20) + 1, 5_000_000}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      for (int i = 0; i < size; i += 3) {
        content[i] = 7;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      GzipBlocks.compress(new java.io.ByteArrayInputStream(content), out);
      Path file = Files.write(temp.resolve("blocks.gz"), out.toByteArray());

      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
      Images.run(temp, "gzip", "-t", "blocks.gz");
      assertThat(out.size()).isLessThan(size + 1000);
    }
  }
}
