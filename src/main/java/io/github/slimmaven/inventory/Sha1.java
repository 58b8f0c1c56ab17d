package io.github.slimmaven.inventory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** By which Maven repositories find a jar. */
final class Sha1 {
  private static final int BUFFER = 1 << 16;

  private Sha1() {}

  /** Of a range of a file, hexadecimal. */
  static String of(SeekableByteChannel file, long start, long length) throws IOException {
    MessageDigest digest = digest();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    file.position(start);
    for (long left = length; left > 0; ) {
      buffer.clear().limit((int) Math.min(left, BUFFER));
      int read = file.read(buffer);
      if (read < 0) {
        break;
      }
      digest.update(buffer.flip());
      left -= read;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
