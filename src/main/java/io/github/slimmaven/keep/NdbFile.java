package io.github.slimmaven.keep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.util.function.Consumer;

/**
 * Reads the packages of rpm's own database, {@code Packages.db} (lib/backend/ndb/rpmpkg.c in rpm:
 * pages of slots, each with the place of a package's header, in blocks of 16 bytes). What is wrong
 * with a file is an {@link IllegalArgumentException}.
 */
final class NdbFile {
  private static final int FILE_MAGIC = 0x506D7052; // RpmP, little endian
  private static final int SLOT_MAGIC = 0x746F6C53; // Slot
  private static final int BLOB_MAGIC = 0x53626C42; // BlbS
  private static final int PAGE = 4096;
  private static final int BLOCK = 16;
  private static final int HEADER = 32;
  private static final long MAX_BLOB = 32 << 20;

  private final SeekableByteChannel file;

  NdbFile(SeekableByteChannel file) {
    this.file = file;
  }

  void packages(Consumer<byte[]> blobs) throws IOException {
    ByteBuffer header = bytes(0, HEADER);
    if (header.getInt(0) != FILE_MAGIC || header.getInt(4) != 0) {
      throw new IllegalArgumentException("it is no rpm database of version 0");
    }
    long slots = header.getInt(12) & 0xFFFF_FFFFL;
    long total = 0;
    for (long at = HEADER; at < slots * PAGE; at += BLOCK) {
      ByteBuffer slot = bytes(at, BLOCK);
      if (slot.getInt(0) != SLOT_MAGIC) {
        throw new IllegalArgumentException("it has no slot at '" + at + "'");
      }
      if (slot.getInt(4) != 0) {
        byte[] blob = blob((slot.getInt(8) & 0xFFFF_FFFFL) * BLOCK, slot.getInt(4));
        total += blob.length;
        if (total > file.size()) {
          throw new IllegalArgumentException("its packages overlap");
        }
        blobs.accept(blob);
      }
    }
  }

  private byte[] blob(long at, int number) throws IOException {
    ByteBuffer head = bytes(at, BLOCK);
    long length = head.getInt(12) & 0xFFFF_FFFFL;
    if (head.getInt(0) != BLOB_MAGIC || head.getInt(4) != number || length > MAX_BLOB) {
      throw new IllegalArgumentException("it has no package at '" + at + "'");
    }
    return bytes(at + BLOCK, (int) length).array();
  }

  private ByteBuffer bytes(long from, int count) throws IOException {
    if (from + count > file.size()) {
      throw new IllegalArgumentException("it is cut off");
    }
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    file.position(from);
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {}
    return buffer.flip();
  }
}
