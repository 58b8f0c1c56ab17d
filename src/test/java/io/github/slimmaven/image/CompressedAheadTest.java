package io.github.slimmaven.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedAheadTest {
  @TempDir Path temp;
  private LayerStore store;
  private Image image;

  @BeforeEach
  void image() throws Exception {
    store = new LayerStore(temp.resolve("cache"));
    Path root = Files.createDirectory(temp.resolve("root"));
    Images.write(root.resolve("a"), "a".repeat(5000));
    image = Images.of(Images.pack(root, temp.resolve("base.tar")));
  }

  @Test
  void whoWritesTheImageTakesWhatWasBegun() throws Exception {
    Reads layer = new Reads(image.layers().get(0));
    Image counted =
        new Image(image.reference(), image.digest(), image.config(), List.of((Layer) layer));
    try (CompressedAhead ahead = new CompressedAhead(store)) {
      ahead.begin(counted);
      layer.begun.await();
      OciLayout.write(counted, temp.resolve("ahead"), store);
    }
    OciLayout.write(image, temp.resolve("plain"), new LayerStore(temp.resolve("fresh")));

    assertThat(layer.opened).hasValue(1);
    assertThat(temp.resolve("ahead/index.json"))
        .hasSameBinaryContentAs(temp.resolve("plain/index.json"));
  }

  @Test
  void whatIsStoppedLeavesNothingHalf() throws Exception {
    Reads endless = new Reads(image.layers().get(0));
    endless.endless = true;
    CompressedAhead ahead = new CompressedAhead(store);
    ahead.begin(new Image(image.reference(), image.digest(), image.config(), List.of(endless)));
    endless.begun.await();

    ahead.close();

    assertThat(endless.reader.isAlive()).isFalse();
    try (Stream<Path> left = Files.list(temp.resolve("cache/blobs"))) {
      assertThat(left).isEmpty();
    }
  }

  /** Zeros, again and again. */
  private static final class Endless extends ReadOnlyChannel {
    Endless(SeekableByteChannel under) {
      super(under, Long.MAX_VALUE);
    }

    @Override
    int read(SeekableByteChannel channel, long at, ByteBuffer buffer) {
      int count = buffer.remaining();
      buffer.put(new byte[count]);
      return count;
    }
  }

  /** Counts who reads a layer, and may never end. */
  private static final class Reads implements Layer {
    private final Layer layer;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger opened = new AtomicInteger();
    private volatile Thread reader;
    private boolean endless;

    Reads(Layer layer) {
      this.layer = layer;
    }

    @Override
    public Digest diffId() {
      return layer.diffId();
    }

    @Override
    public Descriptor descriptor() {
      return layer.descriptor();
    }

    @Override
    public boolean cacheable() {
      return layer.cacheable();
    }

    @Override
    public SeekableByteChannel open() throws IOException {
      opened.incrementAndGet();
      reader = Thread.currentThread();
      begun.countDown();
      SeekableByteChannel channel = layer.open();
      return endless ? new Endless(channel) : channel;
    }
  }
}
