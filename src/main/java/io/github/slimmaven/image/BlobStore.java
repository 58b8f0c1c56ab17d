package io.github.slimmaven.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The compressed blobs of layers: that which a layer came from, else one remembered in {@code
 * blobs/<diff id>.tar.gz} or {@code .zst} of the cache, else one compressed now.
 */
final class BlobStore {
  private final Cache cache;
  private final LayerCompression compression;

  BlobStore(Cache cache, LayerCompression compression) {
    this.cache = cache;
    this.compression = compression;
  }

  /** Puts the blob of a layer into a directory, under its digest. */
  Descriptor put(Layer layer, Path directory) throws IOException {
    if (layer instanceof FileLayer file && file.blob().isPresent()) {
      Blob blob = file.blob().get();
      if (blob instanceof FileBlob stored
          && Compression.of(stored.slice(), "layer '" + layer.diffId() + "'")
              == compression.format()) {
        return copy(blob, directory);
      }
    }
    String name = "blobs/" + layer.diffId().hex() + compression.suffix();
    Path cached = cache.get(name, "layer '" + layer.diffId() + "'", out -> compress(layer, out));
    return copy(Slice.whole(cached)::stream, directory);
  }

  private void compress(Layer layer, OutputStream out) throws IOException {
    try (InputStream in = Channels.newInputStream(layer.open())) {
      compression.compress(in, out);
    }
  }

  private interface Source {
    InputStream open() throws IOException;
  }

  private Descriptor copy(Blob blob, Path directory) throws IOException {
    Descriptor copied = copy(blob::open, directory);
    if (!copied.digest().equals(blob.descriptor().digest())) {
      throw new ImageException(
          "a layer's blob is corrupt: it has digest '"
              + copied.digest()
              + "', the manifest says '"
              + blob.descriptor().digest()
              + "'. Save, pull or build the image again");
    }
    return copied;
  }

  private Descriptor copy(Source source, Path directory) throws IOException {
    Path part = Files.createTempFile(directory, ".layer-", ".part");
    Sha256.Out out = new Sha256.Out(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16));
    try (out;
        InputStream in = source.open()) {
      in.transferTo(out);
    }
    Digest digest = out.digest();
    Permissions.ofNewFile(part);
    Files.move(part, directory.resolve(digest.hex()), StandardCopyOption.ATOMIC_MOVE);
    return new Descriptor(compression.mediaType(), digest, out.count());
  }
}
