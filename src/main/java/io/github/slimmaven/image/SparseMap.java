package io.github.slimmaven.image;

import static io.github.slimmaven.image.TarField.BLOCK;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the data of a file lies in the tar. Sparse files: the old GNU format and the PAX formats
 * 0.0, 0.1 and 1.0 (GNU tar manual, "Storing Sparse Files").
 */
final class SparseMap {
  /** More extents than this are refused: the map would not fit a header of 1 MiB either. */
  private static final int MAX = 1 << 19;

  private final long size;
  private final List<Extent> extents = new ArrayList<>();
  private long stored;

  private SparseMap(long size) {
    this.size = size;
  }

  /**
   * One run of data.
   *
   * @param offset in the file, bytes
   * @param stored in the tar, bytes
   * @param length bytes
   */
  record Extent(long offset, long stored, long length) {}

  /** Reads bytes of the tar. */
  interface Bytes {
    byte[] read(long from, int count) throws IOException;
  }

  static List<Extent> of(TarRecord.Member member, Bytes tar) throws IOException {
    SparseMap map = new SparseMap(member.size());
    map.stored = member.data();
    if (member.header()[TarField.TYPE] == 'S') {
      map.gnu(member, tar);
    } else if (member.pax().containsKey("GNU.sparse.map")) {
      map.pairs(new String(member.pax().get("GNU.sparse.map"), StandardCharsets.US_ASCII));
    } else if (member.sparse()) {
      map.inContent(member, tar);
    } else {
      map.add(0, member.size());
    }
    if (map.stored > member.end()) {
      throw new IllegalArgumentException("a sparse file's map goes beyond its data");
    }
    return map.extents;
  }

  private void gnu(TarRecord.Member member, Bytes tar) throws IOException {
    fields(member.header(), 386, 4);
    long block = member.data();
    int extensions = 0;
    // The extension blocks lie between the header and the data.
    for (long at = member.data() - BLOCK; at > member.start(); at -= BLOCK) {
      if (Arrays.equals(tar.read(at, BLOCK), member.header())) {
        break;
      }
      block = at;
      extensions++;
    }
    for (int i = 0; i < extensions; i++) {
      fields(tar.read(block + (long) i * BLOCK, BLOCK), 0, 21);
    }
  }

  private void fields(byte[] block, int from, int count) {
    for (int i = 0; i < count; i++) {
      int at = from + 24 * i;
      if (block[at] == 0) {
        return;
      }
      add(TarField.number(block, at, 12), TarField.number(block, at + 12, 12));
    }
  }

  private void pairs(String map) {
    if (map.isEmpty()) {
      return;
    }
    String[] numbers = map.split(",");
    if (numbers.length % 2 != 0) {
      throw new IllegalArgumentException("a sparse file's map has an odd number of numbers");
    }
    for (int i = 0; i < numbers.length; i += 2) {
      add(Long.parseLong(numbers[i]), Long.parseLong(numbers[i + 1]));
    }
  }

  /** Format 1.0: decimal lines before the data, padded to a block. */
  private void inContent(TarRecord.Member member, Bytes tar) throws IOException {
    Lines lines = new Lines(member.data(), member.end(), tar);
    long count = lines.next();
    if (count < 0 || count > MAX) {
      throw new IllegalArgumentException("a sparse file has " + count + " extents");
    }
    long[] numbers = new long[(int) count * 2];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = lines.next();
    }
    stored = lines.end();
    for (int i = 0; i < numbers.length; i += 2) {
      add(numbers[i], numbers[i + 1]);
    }
  }

  private void add(long offset, long length) {
    long last =
        extents.isEmpty()
            ? 0
            : extents.get(extents.size() - 1).offset() + extents.get(extents.size() - 1).length();
    if (offset < last || length < 0 || length > size - offset || extents.size() >= MAX) {
      throw new IllegalArgumentException(
          "a sparse file's map is malformed at " + offset + "+" + length);
    }
    if (length > 0) {
      extents.add(new Extent(offset, stored, length));
      stored += length;
    }
  }

  private static final class Lines {
    private final long limit;
    private final Bytes tar;
    private byte[] block = new byte[0];
    private long at;
    private int index;

    Lines(long from, long limit, Bytes tar) {
      this.at = from;
      this.limit = limit;
      this.tar = tar;
    }

    long next() throws IOException {
      long value = 0;
      for (int digits = 0; ; digits++) {
        if (index == block.length) {
          if (at + BLOCK > limit) {
            throw new IllegalArgumentException("a sparse file's map is cut off");
          }
          block = tar.read(at, BLOCK);
          at += BLOCK;
          index = 0;
        }
        byte b = block[index++];
        if (b == '\n' && digits > 0) {
          return value;
        }
        if (b < '0' || b > '9' || digits > 17) {
          throw new IllegalArgumentException("a sparse file's map has no number");
        }
        value = value * 10 + (b - '0');
      }
    }

    long end() {
      return at;
    }
  }
}
