package io.github.slimmaven.image;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;

/** How layers are compressed in layouts and registries. */
public enum LayerCompression {
  /** Every engine and registry knows it. */
  GZIP(MediaTypes.LAYER_GZIP, ".tar.gz", Compression.GZIP),

  /** Takes less time, and mostly less space; Docker pulls it from version 23 on. */
  ZSTD(MediaTypes.LAYER_ZSTD, ".tar.zst", Compression.ZSTD);

  private final String mediaType;
  private final String suffix;
  private final Compression format;

  LayerCompression(String mediaType, String suffix, Compression format) {
    this.mediaType = mediaType;
    this.suffix = suffix;
    this.format = format;
  }

  /**
   * Parses {@code gzip} or {@code zstd}.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static LayerCompression of(String text) {
    for (LayerCompression compression : values()) {
      if (compression.name().equals(text.toUpperCase(Locale.ROOT))) {
        return compression;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no slim.compression: expected 'gzip' or 'zstd'");
  }

  String mediaType() {
    return mediaType;
  }

  /** Of a file's name. */
  String suffix() {
    return suffix;
  }

  Compression format() {
    return format;
  }

  /** Compresses all of the stream; the same bytes give the same bytes. */
  void compress(InputStream in, OutputStream out) throws IOException {
    if (this == GZIP) {
      GzipBlocks.compress(in, out);
    } else {
      try (ZstdOutputStream zstd = new ZstdOutputStream(new Unclosed(out))) {
        in.transferTo(zstd);
      }
    }
  }

  /** A frame ends with its stream; what it is written to goes on. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
