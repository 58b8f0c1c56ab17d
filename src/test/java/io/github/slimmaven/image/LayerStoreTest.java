package io.github.slimmaven.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerStoreTest {
  @TempDir Path temp;
  private final byte[] content = new byte[700_000];
  private Digest diffId;
  private LayerStore store;

  @BeforeEach
  void content() {
    new Random(1).nextBytes(content);
    java.util.Arrays.fill(content, 0, 400_000, (byte) 'x');
    diffId = Sha256.of(content);
    store = new LayerStore(temp);
  }

  private record Bytes(byte[] bytes, AtomicInteger opened) implements Blob {
    @Override
    public Descriptor descriptor() {
      return new Descriptor("x", Sha256.of(bytes), bytes.length);
    }

    @Override
    public InputStream open() {
      opened.incrementAndGet();
      return new ByteArrayInputStream(bytes);
    }
  }

  private interface Wrap {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static byte[] compressed(Wrap wrap, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressor = wrap.around(out)) {
      compressor.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private byte[] half(int which) {
    int middle = content.length / 2;
    return java.util.Arrays.copyOfRange(
        content, which * middle, which == 0 ? middle : content.length);
  }

  private void assertUnpacks(byte[] blob) throws IOException {
    Layer layer = store.layer(diffId, new Bytes(blob, new AtomicInteger()));
    assertThat(Images.bytes(layer)).isEqualTo(content);
    assertThat(layer.cacheable()).isTrue();
    assertThat(layer.descriptor().digest()).isEqualTo(Sha256.of(blob));
    assertThat(temp.resolve("layers/" + diffId.hex() + ".tar")).exists();
  }

  @Test
  void gzipOfSeveralMembersIsOneLayer() throws IOException {
    assertUnpacks(
        joined(
            compressed(GZIPOutputStream::new, half(0)),
            compressed(GZIPOutputStream::new, half(1))));
  }

  @Test
  void zstdOfSeveralFramesIsOneLayer() throws IOException {
    assertUnpacks(
        joined(
            compressed(ZstdOutputStream::new, half(0)),
            compressed(ZstdOutputStream::new, half(1))));
  }

  @Test
  void skippableFramesOfZstdAreSkipped() throws IOException {
    byte[] skippable = {0x5a, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5};
    assertUnpacks(
        joined(
            skippable,
            compressed(ZstdOutputStream::new, half(0)),
            skippable,
            compressed(ZstdOutputStream::new, half(1)),
            skippable));
  }

  @Test
  void plainLayerOfRemoteHomeIsCopied() throws IOException {
    assertUnpacks(content);
  }

  @Test
  void knownLayerIsNotOpenedAgain() throws IOException {
    Bytes blob = new Bytes(compressed(GZIPOutputStream::new, content), new AtomicInteger());
    store.layer(diffId, blob);
    new LayerStore(temp).layer(diffId, blob);

    assertThat(blob.opened()).hasValue(1);
  }

  @Test
  void threadsThatWantTheSameLayerUnpackItOnce() throws Exception {
    Bytes blob = new Bytes(compressed(GZIPOutputStream::new, content), new AtomicInteger());
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Layer>> layers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        layers.add(pool.submit(() -> new LayerStore(temp).layer(diffId, blob)));
      }
      for (Future<Layer> layer : layers) {
        assertThat(Images.bytes(layer.get())).isEqualTo(content);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(blob.opened()).hasValue(1);
  }

  private void assertRefused(byte[] blob, String... parts) throws IOException {
    assertThatThrownBy(() -> store.layer(diffId, new Bytes(blob, new AtomicInteger())))
        .isInstanceOf(ImageException.class)
        .hasMessageContainingAll(parts);
    try (Stream<Path> left = Files.list(temp.resolve("layers"))) {
      assertThat(left.toList()).isEmpty();
    }
  }

  @Test
  void layerWithOtherDiffIdIsRefusedNamingBoth() throws IOException {
    byte[] other = "other".getBytes(UTF_8);
    assertRefused(
        compressed(GZIPOutputStream::new, other),
        "layer '" + diffId + "' is corrupt: its content has diff id '" + Sha256.of(other) + "'",
        "the config says '" + diffId + "'. Delete it and save, pull or build the image again");
  }

  @Test
  void truncatedLayerIsRefused() throws IOException {
    byte[] gzip = compressed(GZIPOutputStream::new, content);
    byte[] zstd = compressed(ZstdOutputStream::new, content);
    assertRefused(java.util.Arrays.copyOf(gzip, gzip.length - 100), "can't be decompressed");
    assertRefused(java.util.Arrays.copyOf(zstd, zstd.length - 100), "can't be decompressed");
    assertRefused(java.util.Arrays.copyOf(zstd, 3), "is corrupt");
  }

  @Test
  void damagedZstdIsRefused() throws IOException {
    byte[] zstd = compressed(ZstdOutputStream::new, content);
    for (int i = 4; i < 200; i += 7) {
      byte[] damaged = zstd.clone();
      damaged[i] ^= 0x55;
      assertRefused(damaged, "'" + diffId + "'", "again");
    }
  }

  @Test
  void bombIsRefused() throws IOException {
    store = new LayerStore(temp, new LayerStore.Limits(100_000));
    assertRefused(
        compressed(GZIPOutputStream::new, content),
        "is larger than 100000 bytes when decompressed. If that is right, raise the limit");
  }

  @Test
  void fullDiskIsNamedAndNothingIsLeft() {
    Cache cache = Cache.of(temp);

    assertThatThrownBy(
            () ->
                cache.get(
                    "layers/x",
                    "layer 'x'",
                    out -> {
                      out.write(1);
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "The disk of '"
                + temp.resolve("layers")
                + "' is full: layer 'x' could not be written. Free space there, or choose another"
                + " directory");
    assertThat(temp.resolve("layers")).isEmptyDirectory();
  }
}
