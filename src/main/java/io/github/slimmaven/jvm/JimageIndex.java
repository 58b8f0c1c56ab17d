package io.github.slimmaven.jvm;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * The index of a class library: a hash table of locations, and the texts that they refer to. Each
 * location is a list of attributes, by kind.
 *
 * @param order of all numbers in the library but those in locations
 * @param hashes the header and what a name is hashed with
 * @param offsets of the location of each place of the hash table, 0 if it has none
 */
record JimageIndex(
    ByteOrder order, byte[] hashes, int[] offsets, byte[] locations, byte[] strings) {
  static final int HEADER = 28;

  /** Places of numbers in the header. */
  static final int LOCATIONS = 20;

  static final int STRINGS = 24;

  // Kinds of attributes.
  static final int MODULE = 1;
  static final int PARENT = 2;
  static final int BASE = 3;
  static final int EXTENSION = 4;
  static final int OFFSET = 5;
  static final int STORED = 6;
  static final int SIZE = 7;

  /** A location has a kind in five bits. */
  private static final int KINDS = 1 << 5;

  private static final int MAGIC = 0xCAFEDADA;
  private static final int VERSION = 1 << 16;

  /** A JDK has 30,000 resources and 2 MB of strings; with shared strings, it may be 20. */
  private static final int MAX_RESOURCES = 1 << 20;

  private static final int MAX_INDEX = 64 << 20;

  /**
   * Reads the index.
   *
   * @param name for messages
   * @throws JvmException if it is of an unknown format, or does not fit in the library
   */
  static JimageIndex read(SeekableByteChannel channel, String name) throws IOException {
    ByteBuffer header =
        ByteBuffer.wrap(bytes(channel, 0, HEADER, name)).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != MAGIC) {
      header.order(ByteOrder.BIG_ENDIAN);
    }
    int version = header.getInt(4);
    if (header.getInt(0) != MAGIC || version != VERSION) {
      throw new JvmException(
          "'%s' is no class library of a known format (magic %x, version %x)"
              .formatted(name, header.getInt(0), version));
    }
    int count = header.getInt(12);
    int table = header.getInt(16);
    int locations = header.getInt(LOCATIONS);
    int texts = header.getInt(STRINGS);
    long index = HEADER + 8L * table + locations + texts;
    if (count < 0
        || table < 0
        || locations < 0
        || texts < 0
        || count > MAX_RESOURCES
        || table > MAX_RESOURCES
        || index > MAX_INDEX
        || index > channel.size()) {
      throw broken(name, "its index does not fit in it", null);
    }
    long place = HEADER + 4L * table;
    byte[] hashes = bytes(channel, 0, place, name);
    int[] offsets = new int[table];
    ByteBuffer.wrap(bytes(channel, place, 4L * table, name))
        .order(header.order())
        .asIntBuffer()
        .get(offsets);
    place += 4L * table;
    return new JimageIndex(
        header.order(),
        hashes,
        offsets,
        bytes(channel, place, locations, name),
        bytes(channel, place + locations, texts, name));
  }

  /** Bytes of it all; the contents follow. */
  long size() {
    return hashes.length + 4L * offsets.length + locations.length + strings.length;
  }

  /** The attributes of the location at the offset, by kind; 0 is as good as none. */
  long[] attributes(int offset) {
    long[] values = new long[KINDS];
    int at = offset;
    for (int head = locations[at++]; (head & 0xF8) != 0; head = locations[at++]) {
      long value = 0;
      for (int i = 0; i <= (head & 7); i++) {
        value = (value << 8) | (locations[at++] & 0xFF);
      }
      values[(head & 0xFF) >>> 3] = value;
    }
    return values;
  }

  /** The text at the offset. */
  String string(long offset) {
    int start = (int) Math.min(Math.max(offset, 0), strings.length);
    return new String(strings, start, end(start) - start, StandardCharsets.UTF_8);
  }

  /** Where the text ends that starts at the offset. */
  int end(int start) {
    int end = start;
    while (strings[end] != 0) {
      end++;
    }
    return end;
  }

  /** Bytes of a library. */
  static byte[] bytes(SeekableByteChannel channel, long start, long size, String name)
      throws IOException {
    byte[] bytes = new byte[Math.toIntExact(size)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    channel.position(start);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw broken(name, "it is cut short", null);
      }
    }
    return bytes;
  }

  static JvmException broken(String name, String why, Exception cause) {
    return new JvmException("'%s' is broken: %s".formatted(name, why), cause);
  }

  /** Whether an error of reading says that the index does not hold together. */
  static boolean isCutShort(Exception e) {
    return e instanceof BufferUnderflowException || e instanceof IndexOutOfBoundsException;
  }
}
