package io.github.slimmaven.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Gives layers whose uncompressed tar can be read at any offset. A plain tar in an archive or
 * layout is used where it lies; a compressed one is decompressed once per machine to {@code
 * layers/<diff id>.tar} of the cache. Digests are verified: of compressed layers while they are
 * decompressed, of plain ones once per file. Thread-safe, and safe beside other processes.
 */
public final class LayerStore {
  private final Cache cache;
  private final Limits limits;
  private final LongConsumer read;
  private final LayerCompression compression;
  private final Optional<LayerChecks> later;

  /**
   * What a layer may take.
   *
   * @param layerBytes uncompressed bytes of one layer
   */
  public record Limits(long layerBytes) {
    /** 64 GiB. */
    public static final Limits DEFAULT = new Limits(64L << 30);
  }

  /**
   * @param cacheDirectory made when something is put there
   */
  public LayerStore(Path cacheDirectory) {
    this(cacheDirectory, Limits.DEFAULT);
  }

  public LayerStore(Path cacheDirectory, Limits limits) {
    this(cacheDirectory, limits, bytes -> {});
  }

  /**
   * A store that tells how far it is.
   *
   * @param read is told how many more bytes of layers were had, by any thread
   */
  public LayerStore(Path cacheDirectory, Limits limits, LongConsumer read) {
    this(Cache.of(cacheDirectory), limits, read, LayerCompression.GZIP, Optional.empty());
  }

  private LayerStore(
      Cache cache,
      Limits limits,
      LongConsumer read,
      LayerCompression compression,
      Optional<LayerChecks> later) {
    this.cache = cache;
    this.limits = limits;
    this.read = read;
    this.compression = compression;
    this.later = later;
  }

  /**
   * A store whose {@link #layers} can be read while plain ones are still verified: what was read of
   * them counts for nothing until {@link LayerChecks#passed} returns.
   *
   * @param read is told how many more bytes of layers were had, by any thread
   */
  public static LayerStore readAhead(Path cacheDirectory, LongConsumer read, LayerChecks later) {
    return new LayerStore(
        Cache.of(cacheDirectory), Limits.DEFAULT, read, LayerCompression.GZIP, Optional.of(later));
  }

  /** The same, for layouts whose layers are to be compressed so. */
  public LayerStore compressing(LayerCompression how) {
    return new LayerStore(cache, limits, read, how, later);
  }

  LayerCompression compression() {
    return compression;
  }

  /**
   * A layer from its stored form. The blob is opened only if the layer isn't in the cache.
   *
   * @throws ImageException if the blob's digest or the diff id is wrong, the compression unknown,
   *     or the layer too large
   */
  public Layer layer(Digest diffId, Blob blob) throws IOException {
    Optional<FileBlob> plain = plain(diffId, blob);
    if (plain.isPresent()) {
      verify(diffId, plain.get());
      return inPlace(diffId, plain.get());
    }
    return unpacked(diffId, blob);
  }

  /**
   * The layers of an image from their stored forms, lowest first, several at once.
   *
   * @param diffIds one for each blob
   * @throws ImageException as {@link #layer} does, for the lowest layer that is corrupt
   */
  public List<Layer> layers(List<Digest> diffIds, List<Blob> blobs) throws IOException {
    Layer[] layers = new Layer[blobs.size()];
    try (LayerChecks needed = new LayerChecks()) {
      for (int i = 0; i < layers.length; i++) {
        int index = i;
        Digest diffId = diffIds.get(i);
        Blob blob = blobs.get(i);
        Optional<FileBlob> plain = plain(diffId, blob);
        if (plain.isPresent()) {
          layers[i] = inPlace(diffId, plain.get());
          later
              .orElse(needed)
              .start(
                  () -> {
                    verify(diffId, plain.get());
                    return null;
                  });
        } else {
          needed.start(() -> layers[index] = unpacked(diffId, blob));
        }
      }
      needed.passed();
    }
    return List.of(layers);
  }

  private static Optional<FileBlob> plain(Digest diffId, Blob blob) throws IOException {
    return blob instanceof FileBlob file
            && Compression.of(file.slice(), "layer '" + diffId + "'") == Compression.NONE
        ? Optional.of(file)
        : Optional.empty();
  }

  private static Layer inPlace(Digest diffId, FileBlob blob) {
    return new FileLayer(diffId, blob.descriptor(), true, blob.slice(), Optional.of(blob));
  }

  private Layer unpacked(Digest diffId, Blob blob) throws IOException {
    Path tar =
        cache.get(
            "layers/" + diffId.hex() + ".tar",
            "layer '" + diffId + "'",
            out -> unpack(diffId, blob, out));
    return new FileLayer(diffId, blob.descriptor(), true, Slice.whole(tar), Optional.of(blob));
  }

  /** Told how many more bytes of layers were had: for those who get them for this store. */
  public LongConsumer read() {
    return read;
  }

  Cache cache() {
    return cache;
  }

  /** The uncompressed form of a compressed archive. */
  Slice archive(Path file, Compression compression) throws IOException {
    Slice whole = Slice.whole(file);
    Digest digest;
    try (InputStream in = whole.stream()) {
      digest = Sha256.of(in);
    }
    Path tar =
        cache.get(
            "archives/" + digest.hex() + ".tar",
            "archive '" + file + "'",
            out -> {
              try (InputStream in = compression.decompress(whole.stream())) {
                copy(in, out, "archive '" + file + "'");
              } catch (RuntimeException | IOException e) {
                throw unreadable("archive '" + file + "'", e);
              }
            });
    return Slice.whole(tar);
  }

  private void unpack(Digest diffId, Blob blob, OutputStream out) throws IOException {
    String what = "layer '" + diffId + "'";
    Digest expected = blob.descriptor().digest();
    Sha256.Out written = new Sha256.Out(out);
    try (Sha256.In raw = new Sha256.In(blob.open())) {
      PushbackInputStream in = new PushbackInputStream(raw, Compression.MAGIC);
      byte[] first = in.readNBytes(Compression.MAGIC);
      in.unread(first);
      Compression compression = Compression.of(first, what);
      try {
        copy(compression.decompress(in), written, what);
      } catch (RuntimeException | IOException e) {
        IOException unreadable = unreadable(what, e);
        if (unreadable.getCause() == e) {
          raw.transferTo(OutputStream.nullOutputStream());
          checkBlob(what, expected, raw.digest(), e);
        }
        throw unreadable;
      }
      raw.transferTo(OutputStream.nullOutputStream());
      checkBlob(what, expected, raw.digest(), null);
    }
    checkDiffId(diffId, written.digest());
  }

  private static void checkBlob(String what, Digest expected, Digest actual, Exception cause)
      throws ImageException {
    if (!actual.equals(expected)) {
      throw new ImageException(
          what
              + " is corrupt: its blob has digest '"
              + actual
              + "', the manifest says '"
              + expected
              + "'. Delete it and save, pull or build the image again",
          cause);
    }
  }

  private static void checkDiffId(Digest expected, Digest actual) throws ImageException {
    if (!actual.equals(expected)) {
      throw new ImageException(
          "layer '"
              + expected
              + "' is corrupt: its content has diff id '"
              + actual
              + "', the config says '"
              + expected
              + "'. Delete it and save, pull or build the image again");
    }
  }

  private void copy(InputStream in, OutputStream out, String what) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long total = 0;
    int count;
    while ((count = in.read(buffer)) >= 0) {
      total += count;
      if (total > limits.layerBytes()) {
        throw new ImageException(
            what
                + " is larger than "
                + limits.layerBytes()
                + " bytes when decompressed. If that is right, raise the limit for layers");
      }
      out.write(buffer, 0, count);
      read.accept(count);
    }
  }

  private static IOException unreadable(String what, Exception e) {
    if (e instanceof ImageException image) {
      return image;
    }
    IOException cause = e instanceof IOException io ? io : new IOException(e);
    if (Cache.explained(cause, what, Path.of("")) != cause) {
      return cause; // the disk is full
    }
    return new ImageException(
        what
            + " can't be decompressed: "
            + e.getMessage()
            + ". It is corrupt or cut off: save, pull or build the image again",
        e);
  }

  /** Verifies a plain layer, once for each state of its file. */
  private void verify(Digest diffId, FileBlob blob) throws IOException {
    Slice slice = blob.slice();
    BasicFileAttributes file = Files.readAttributes(slice.file(), BasicFileAttributes.class);
    String state =
        slice
            + " "
            + file.fileKey()
            + " "
            + file.size()
            + " "
            + file.lastModifiedTime()
            + " "
            + diffId;
    cache.get(
        "verified/" + Sha256.of(state.getBytes(StandardCharsets.UTF_8)).hex(),
        "layer '" + diffId + "'",
        out -> {
          try (SeekableByteChannel in = slice.channel()) {
            checkDiffId(diffId, Sha256.of(in, read));
          }
        });
  }
}
