package io.github.slimmaven.image;

import java.io.Closeable;
import java.util.Optional;

/**
 * Compresses the layers of an image that will be written if it passes, while it is tried: most
 * images do. Whoever writes it finds the blobs in the cache, or waits for what is under way.
 */
public final class CompressedAhead implements Closeable {
  private final BlobStore blobs;
  private Optional<LayerChecks> running = Optional.empty();

  /**
   * @param store whose cache and compression the blobs are for
   */
  public CompressedAhead(LayerStore store) {
    this.blobs = new BlobStore(store.cache(), store.compression());
  }

  /** Begins; what was begun for another image is stopped. A failure is left to the writing. */
  public void begin(Image image) {
    close();
    LayerChecks compressing = new LayerChecks();
    for (Layer layer : image.layers()) {
      compressing.start(
          () -> {
            blobs.prepare(layer);
            return null;
          });
    }
    running = Optional.of(compressing);
  }

  /** Stops; no thread is left that reads a layer. */
  @Override
  public void close() {
    running.ifPresent(LayerChecks::close);
    running = Optional.empty();
  }
}
