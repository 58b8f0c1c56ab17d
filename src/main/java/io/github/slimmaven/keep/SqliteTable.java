package io.github.slimmaven.keep;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Reads the rows of one table of an SQLite database, without SQL ("Database File Format",
 * sqlite.org/fileformat2.html). No page is read twice, so that a hostile file ends too. What is
 * wrong with a file is an {@link IllegalArgumentException}.
 */
final class SqliteTable {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int FILE_HEADER = 100;
  private static final int INTERIOR = 5;
  private static final int LEAF = 13;

  /** More than any row needs, bytes. */
  private static final long MAX_ROW = 32 << 20;

  private final SeekableByteChannel file;
  private final int pageSize;
  private final int usable;
  private final long pages;
  private final BitSet read = new BitSet();

  /** Takes the columns of a row; those that are numbers or absent are empty. */
  interface Row {
    void take(List<byte[]> columns);
  }

  SqliteTable(SeekableByteChannel file) throws IOException {
    this.file = file;
    if (file.size() < FILE_HEADER) {
      throw new IllegalArgumentException("it is cut off");
    }
    ByteBuffer header = bytes(0, FILE_HEADER);
    if (header.slice(0, MAGIC.length).compareTo(ByteBuffer.wrap(MAGIC)) != 0) {
      throw new IllegalArgumentException("it is no SQLite database");
    }
    int size = header.getShort(16) & 0xFFFF;
    this.pageSize = size == 1 ? 1 << 16 : size;
    this.usable = pageSize - (header.get(20) & 0xFF);
    if (Integer.bitCount(pageSize) != 1 || pageSize < 512 || usable < 480) {
      throw new IllegalArgumentException("its page size is '" + pageSize + "'");
    }
    this.pages = Math.min(file.size() / pageSize, Integer.MAX_VALUE);
  }

  /**
   * Reads all rows of a table.
   *
   * @return whether there is such a table
   */
  boolean rows(String table, Row row) throws IOException {
    List<Long> roots = new ArrayList<>();
    walk(
        1,
        columns -> {
          boolean wanted = columns.size() > 3 && text(columns.get(0)).equals("table");
          if (wanted && text(columns.get(1)).equals(table)) {
            roots.add(number(columns.get(3)));
          }
        });
    if (roots.isEmpty()) {
      return false;
    }
    walk(roots.get(0), row);
    return true;
  }

  private void walk(long root, Row row) throws IOException {
    Deque<Long> unread = new ArrayDeque<>(List.of(root));
    while (!unread.isEmpty()) {
      long number = unread.removeLast();
      ByteBuffer page = page(number);
      int at = number == 1 ? FILE_HEADER : 0;
      try {
        int kind = page.get(at);
        int cells = page.getShort(at + 3) & 0xFFFF;
        if (kind != INTERIOR && kind != LEAF) {
          throw new IllegalArgumentException("page '" + number + "' is of no table");
        }
        int pointers = at + (kind == INTERIOR ? 12 : 8);
        for (int i = 0; i < cells; i++) {
          page.position(page.getShort(pointers + 2 * i) & 0xFFFF);
          if (kind == INTERIOR) {
            unread.add(page.getInt() & 0xFFFF_FFFFL);
          } else {
            row.take(columns(payload(page)));
          }
        }
        if (kind == INTERIOR) {
          unread.add(page.getInt(at + 8) & 0xFFFF_FFFFL);
        }
      } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException("page '" + number + "' is cut off", e);
      }
    }
  }

  /** A row's bytes: the first ones in its page, the rest in a chain of pages. */
  private ByteBuffer payload(ByteBuffer page) throws IOException {
    long size = varint(page);
    varint(page); // the row's number
    if (size > file.size()) {
      throw new IllegalArgumentException(
          "it has a row of '" + size + "' bytes, as if it were cut off");
    }
    if (size < 0 || size > MAX_ROW) {
      throw new IllegalArgumentException("a row of '" + size + "' bytes is absurd");
    }
    int most = usable - 35;
    int least = (usable - 12) * 32 / 255 - 23;
    int spilled = least + (int) ((size - least) % (usable - 4));
    int local = size <= most ? (int) size : spilled <= most ? spilled : least;
    ByteArrayOutputStream row = new ByteArrayOutputStream((int) size);
    copy(page, local, row);
    long next = local < size ? page.getInt() & 0xFFFF_FFFFL : 0;
    while (row.size() < size) {
      ByteBuffer more = page(next);
      next = more.getInt() & 0xFFFF_FFFFL;
      copy(more, (int) Math.min(usable - 4, size - row.size()), row);
    }
    return ByteBuffer.wrap(row.toByteArray());
  }

  private static void copy(ByteBuffer from, int count, ByteArrayOutputStream to) {
    byte[] bytes = new byte[count];
    from.get(bytes);
    to.writeBytes(bytes);
  }

  private static List<byte[]> columns(ByteBuffer row) {
    int header = (int) varint(row);
    ByteBuffer types = row.duplicate();
    types.limit(header);
    row.position(header);
    List<byte[]> columns = new ArrayList<>();
    while (types.hasRemaining()) {
      byte[] column = new byte[length(varint(types), row.remaining())];
      row.get(column);
      columns.add(column);
    }
    return columns;
  }

  /** Bytes of a column of this serial type. */
  private static int length(long type, int left) {
    long length =
        switch ((int) Math.min(type, 12)) {
          case 0, 8, 9 -> 0;
          case 1, 2, 3, 4 -> type;
          case 5 -> 6;
          case 6, 7 -> 8;
          case 12 -> (type - 12) / 2;
          default -> -1;
        };
    if (length < 0 || length > left) {
      throw new IllegalArgumentException("a column is longer than its row");
    }
    return (int) length;
  }

  private static String text(byte[] column) {
    return new String(column, StandardCharsets.UTF_8);
  }

  private static long number(byte[] column) {
    long number = 0;
    for (byte b : column) {
      number = number << 8 | (b & 0xFF);
    }
    return number;
  }

  private static long varint(ByteBuffer from) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      byte b = from.get();
      value = value << 7 | (b & 0x7F);
      if (b >= 0) {
        return value;
      }
    }
    return value << 8 | (from.get() & 0xFF);
  }

  private ByteBuffer page(long number) throws IOException {
    if (number < 1 || number > pages) {
      throw new IllegalArgumentException("it has no page '" + number + "', as if it were cut off");
    }
    if (read.get((int) number)) {
      throw new IllegalArgumentException("its page '" + number + "' is used twice");
    }
    read.set((int) number);
    return bytes((number - 1) * pageSize, pageSize);
  }

  private ByteBuffer bytes(long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    file.position(from);
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {}
    if (buffer.hasRemaining()) {
      throw new IllegalArgumentException("it is cut off");
    }
    return buffer.flip();
  }
}
