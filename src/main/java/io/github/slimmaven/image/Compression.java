package io.github.slimmaven.image;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a layer or an archive is compressed, told by its first bytes as engines do. */
enum Compression {
  NONE,
  GZIP,
  ZSTD;

  /** Bytes needed to tell. */
  static final int MAGIC = 6;

  /**
   * Tells.
   *
   * @param first the first bytes, at most {@link #MAGIC}
   * @param what for the message
   * @throws ImageException if it is bzip2 or xz
   */
  static Compression of(byte[] first, String what) throws ImageException {
    if (starts(first, 0x1f, 0x8b)) {
      return GZIP;
    }
    boolean skippable =
        first.length >= 4 && (first[0] & 0xF0) == 0x50 && starts(tail(first), 0x2a, 0x4d, 0x18);
    if (starts(first, 0x28, 0xb5, 0x2f, 0xfd) || skippable) {
      return ZSTD;
    }
    boolean xz = starts(first, 0xfd, '7', 'z', 'X', 'Z', 0);
    if (xz || starts(first, 'B', 'Z', 'h')) {
      throw new ImageException(
          what
              + " is compressed with '"
              + (xz ? "xz" : "bzip2")
              + "'. Only gzip and zstd are read: decompress it, or pull the image again");
    }
    return NONE;
  }

  static Compression of(Slice slice, String what) throws IOException {
    try (InputStream in = slice.stream()) {
      return of(in.readNBytes(MAGIC), what);
    }
  }

  /** The uncompressed bytes; gzip members and zstd frames in sequence are one stream. */
  InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(new BufferedInputStream(in, 1 << 16))
              .setDecompressConcatenated(true)
              .get();
      case ZSTD -> new ZstdInputStream(new ZstdFrames(new BufferedInputStream(in, 1 << 16)));
    };
  }

  private static byte[] tail(byte[] bytes) {
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  private static boolean starts(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
