package io.github.slimmaven.inventory.scan;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.MemoryLimitException;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** A file's content, unpacked if it is compressed with gzip, xz or lz4, and bounded. */
final class Unpacked extends FilterInputStream {
  /** Bytes of a file, unpacked; Debian's largest are below 100 MB. */
  private static final long MOST = 1L << 30;

  private static final int MOST_MEMORY_KIB = 128 << 10;
  private static final int MAGIC = 6;
  private static final String AGAIN = "Download the vulnerability data again";

  private final String from;
  private long left = MOST;

  private Unpacked(InputStream in, String from) {
    super(in);
    this.from = from;
  }

  /**
   * Unpacks a file, by its first bytes.
   *
   * @param from for the message
   */
  static InputStream of(InputStream file, String from) throws IOException {
    BufferedInputStream in = new BufferedInputStream(file);
    in.mark(MAGIC);
    byte[] magic = in.readNBytes(MAGIC);
    in.reset();
    try {
      if (starts(magic, 0x1f, 0x8b)) {
        return new Unpacked(
            GzipCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .get(),
            from);
      }
      if (starts(magic, 0xfd, '7', 'z', 'X', 'Z', 0)) {
        return new Unpacked(
            XZCompressorInputStream.builder()
                .setInputStream(in)
                .setDecompressConcatenated(true)
                .setMemoryLimitKiB(MOST_MEMORY_KIB)
                .get(),
            from);
      }
      if (starts(magic, 0x04, 0x22, 0x4d, 0x18)) {
        return new Unpacked(new FramedLZ4CompressorInputStream(in, true), from);
      }
    } catch (IOException e) {
      throw broken(from, e);
    }
    return new Unpacked(in, from);
  }

  private static boolean starts(byte[] magic, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (i >= magic.length || (magic[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(bytes, offset, length);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw broken(from, e);
    }
    left -= Math.max(0, read);
    if (left < 0) {
      throw new AdvisoryException("'" + from + "' is too large: it has more than 1 GiB. " + AGAIN);
    }
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private static AdvisoryException broken(String from, Exception cause) {
    String why =
        cause instanceof MemoryLimitException
            ? "needs more than 128 MiB to be unpacked"
            : "cannot be unpacked";
    return new AdvisoryException("'" + from + "' " + why + ". " + AGAIN, cause);
  }
}
