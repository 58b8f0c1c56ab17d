package io.github.slimmaven.image;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Leaves skippable frames out of a zstd stream (RFC 8878, section 3.1.2): the tables of contents of
 * zstd:chunked and seekable layers, which the decompressor does not know.
 */
final class ZstdFrames extends InputStream {
  private final InputStream in;
  private byte[] head = new byte[18];
  private int headLength;
  private int headRead;

  /** Bytes of the current block, checksum or the like that pass unseen. */
  private long pass;

  private Next next = Next.FRAME;
  private boolean checksum;

  private enum Next {
    FRAME,
    BLOCK,
    CHECKSUM,
    END
  }

  ZstdFrames(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (headRead == headLength && pass == 0) {
      switch (next) {
        case FRAME -> frame();
        case BLOCK -> block();
        case CHECKSUM -> {
          pass = 4;
          next = Next.FRAME;
        }
        case END -> {
          return -1;
        }
      }
    }
    if (headRead < headLength) {
      int count = Math.min(length, headLength - headRead);
      System.arraycopy(head, headRead, buffer, offset, count);
      headRead += count;
      return count;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, pass));
    if (count < 0) {
      throw new EOFException("the zstd stream is cut off");
    }
    pass -= count;
    return count;
  }

  private void frame() throws IOException {
    headLength = 0;
    headRead = 0;
    int first = in.read();
    if (first < 0) {
      next = Next.END;
      return;
    }
    head[headLength++] = (byte) first;
    more(3);
    if ((first & 0xF0) == 0x50 && number(1, 3) == 0x184d2a) {
      headLength = 0;
      more(4);
      in.skipNBytes(number(0, 4));
      headLength = 0;
      return;
    }
    more(1);
    int descriptor = head[4] & 0xFF;
    boolean single = (descriptor & 0x20) != 0;
    checksum = (descriptor & 4) != 0;
    int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
    int content = new int[] {single ? 1 : 0, 2, 4, 8}[descriptor >> 6];
    more((single ? 0 : 1) + dictionary + content);
    next = Next.BLOCK;
  }

  private void block() throws IOException {
    headLength = 0;
    headRead = 0;
    more(3);
    int header = (int) number(0, 3);
    boolean last = (header & 1) != 0;
    int type = (header >> 1) & 3;
    pass = type == 1 ? 1 : header >> 3; // 1: one byte, repeated
    if (last) {
      next = checksum ? Next.CHECKSUM : Next.FRAME;
    }
  }

  private void more(int count) throws IOException {
    if (in.readNBytes(head, headLength, count) < count) {
      throw new EOFException("the zstd stream is cut off");
    }
    headLength += count;
  }

  private long number(int from, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (head[from + i] & 0xFFL) << (8 * i);
    }
    return value;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
