package io.github.slimmaven.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The compressed blobs of layers: that which a layer came from, else one remembered in {@code
 * blobs/<diff id>.tar.gz} or {@code .zst} of the cache, with its digest in {@code .sha256} beside
 * it, else one compressed now.
 */
final class BlobStore {
  private static final String DIGEST = ".sha256";

  private final Cache cache;
  private final LayerCompression compression;

  BlobStore(Cache cache, LayerCompression compression) {
    this.cache = cache;
    this.compression = compression;
  }

  /** Puts the blob of a layer into a directory, under its digest. */
  Descriptor put(Layer layer, Path directory) throws IOException {
    Optional<Blob> own = own(layer);
    if (own.isPresent()) {
      return copy(own.get(), directory);
    }
    Optional<Path> remembered = cache.find(name(layer));
    if (remembered.isPresent()) {
      Optional<Path> noted = cache.find(name(layer) + DIGEST);
      Descriptor copied = copy(Slice.whole(remembered.get())::stream, directory);
      if (noted.isPresent() && Files.readString(noted.get()).equals(copied.digest().hex())) {
        return copied;
      }
      // A power cut has left it.
      Files.delete(directory.resolve(copied.digest().hex()));
      cache.remove(name(layer));
    }
    return copy(Slice.whole(compressed(layer))::stream, directory);
  }

  /** Has the blob of a layer at hand for {@link #put}, which waits for it where it comes first. */
  void prepare(Layer layer) throws IOException {
    if (own(layer).isEmpty()) {
      compressed(layer);
    }
  }

  private Optional<Blob> own(Layer layer) throws IOException {
    boolean fits =
        layer instanceof FileLayer file
            && file.blob().orElse(null) instanceof FileBlob stored
            && Compression.of(stored.slice(), "layer '" + layer.diffId() + "'")
                == compression.format();
    return fits ? ((FileLayer) layer).blob() : Optional.empty();
  }

  private String name(Layer layer) {
    return "blobs/" + layer.diffId().hex() + compression.suffix();
  }

  private Path compressed(Layer layer) throws IOException {
    String name = name(layer);
    return cache.unforced(
        name, "layer '" + layer.diffId() + "'", out -> compress(layer, name, out));
  }

  private void compress(Layer layer, String name, OutputStream out) throws IOException {
    Sha256.Out digested = new Sha256.Out(out);
    try (InputStream in = Channels.newInputStream(layer.open())) {
      compression.compress(in, digested);
    }
    String digest = digested.digest().hex();
    AtomicFile.write(cache.path(name + DIGEST), file -> Files.writeString(file, digest));
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
