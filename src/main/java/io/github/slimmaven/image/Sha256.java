package io.github.slimmaven.image;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** SHA-256 of bytes and of what streams by. */
final class Sha256 {
  /** Large enough that a system call costs nothing, and small enough for a processor's cache. */
  private static final int BUFFER = 1 << 18;

  private Sha256() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static Digest finish(MessageDigest digest) {
    return new Digest(HexFormat.of().formatHex(digest.digest()));
  }

  static Digest of(byte[] bytes) {
    MessageDigest digest = start();
    digest.update(bytes);
    return finish(digest);
  }

  static Digest of(InputStream in) throws IOException {
    MessageDigest digest = start();
    byte[] buffer = new byte[1 << 16];
    int count;
    while ((count = in.read(buffer)) >= 0) {
      digest.update(buffer, 0, count);
    }
    return finish(digest);
  }

  /**
   * Of all that is left in a channel.
   *
   * @param read is told how many more bytes were read
   */
  static Digest of(ReadableByteChannel in, LongConsumer read) throws IOException {
    MessageDigest digest = start();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    while (in.read(buffer.clear()) >= 0) {
      read.accept(buffer.position());
      digest.update(buffer.flip());
    }
    return finish(digest);
  }

  /** Digests what is read through it. */
  static final class In extends FilterInputStream {
    private final MessageDigest digest = start();
    private long count;

    In(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      if (b >= 0) {
        digest.update((byte) b);
        count++;
      }
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      if (read > 0) {
        digest.update(buffer, offset, read);
        count += read;
      }
      return read;
    }

    @Override
    public long skip(long n) throws IOException {
      return readNBytes((int) Math.min(n, 1 << 16)).length; // through the digest
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    long count() {
      return count;
    }

    Digest digest() {
      return finish(digest);
    }
  }

  /** Digests what is written through it. */
  static final class Out extends FilterOutputStream {
    private final MessageDigest digest = start();
    private long count;

    Out(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      digest.update((byte) b);
      count++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      out.write(buffer, offset, length);
      digest.update(buffer, offset, length);
      count += length;
    }

    long count() {
      return count;
    }

    Digest digest() {
      return finish(digest);
    }
  }
}
