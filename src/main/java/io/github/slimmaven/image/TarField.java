package io.github.slimmaven.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of tar headers: ustar and pax as POSIX.1-2008 {@code pax} defines them, base-256
 * numbers as GNU tar writes them. Malformed fields are {@link IllegalArgumentException}s.
 */
final class TarField {
  static final int BLOCK = 512;
  static final int NAME = 0;
  static final int NAME_LENGTH = 100;
  static final int MODE = 100;
  static final int UID = 108;
  static final int GID = 116;
  static final int SIZE = 124;
  static final int MTIME = 136;
  static final int CHECKSUM = 148;
  static final int TYPE = 156;
  static final int LINK = 157;
  static final int MAGIC = 257;
  static final int PREFIX = 345;
  static final int PREFIX_LENGTH = 155;

  private TarField() {}

  /** Bytes up to the first NUL. */
  static byte[] text(byte[] block, int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, offset, end);
  }

  /** An octal or base-256 number. */
  static long number(byte[] block, int offset, int length) {
    if ((block[offset] & 0x80) != 0) {
      return base256(block, offset, length);
    }
    int from = offset;
    int to = offset + length;
    while (from < to && (block[from] == ' ' || block[from] == 0)) {
      from++;
    }
    long value = 0;
    for (int i = from; i < to && block[i] != ' ' && block[i] != 0; i++) {
      int digit = block[i] - '0';
      if (digit < 0 || digit > 7 || value > Long.MAX_VALUE >> 3) {
        throw new IllegalArgumentException(
            "'" + new String(block, offset, length, StandardCharsets.ISO_8859_1) + "' is no octal");
      }
      value = (value << 3) + digit;
    }
    return value;
  }

  private static long base256(byte[] block, int offset, int length) {
    boolean negative = (block[offset] & 0x40) != 0;
    long value = negative ? block[offset] : block[offset] & 0x3F;
    for (int i = 1; i < length; i++) {
      if (value > Long.MAX_VALUE >> 8 || value < Long.MIN_VALUE >> 8) {
        throw new IllegalArgumentException("a base-256 number is beyond 64 bits");
      }
      value = (value << 8) | (block[offset + i] & 0xFF);
    }
    return value;
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the checksum is right, summed unsigned or (historic) signed. */
  static boolean checksumHolds(byte[] block) {
    long stored;
    try {
      stored = number(block, CHECKSUM, 8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM + 8 ? (byte) ' ' : block[i];
      unsigned += b & 0xFF;
      signed += b;
    }
    return stored == unsigned || stored == signed;
  }

  /** Rounds up to whole blocks. */
  static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * The records of a pax extended header. The repeated {@code GNU.sparse.offset} and {@code
   * numbytes} of sparse format 0.0 come out as the {@code GNU.sparse.map} of format 0.1.
   */
  static Map<String, byte[]> pax(byte[] data) {
    Map<String, byte[]> records = new TreeMap<>();
    StringBuilder map = new StringBuilder();
    int at = 0;
    while (at < data.length && data[at] != 0) {
      int space = at;
      while (space < data.length && space < at + 9 && data[space] >= '0' && data[space] <= '9') {
        space++;
      }
      if (space == at || space == data.length || data[space] != ' ') {
        throw new IllegalArgumentException("a pax record has no length");
      }
      int length = Integer.parseInt(new String(data, at, space - at, StandardCharsets.US_ASCII));
      int end = at + length;
      int equals = space + 1;
      while (equals < Math.min(end, data.length) && data[equals] != '=') {
        equals++;
      }
      if (end > data.length || equals >= end || data[end - 1] != '\n') {
        throw new IllegalArgumentException("a pax record is cut off");
      }
      String key = PathName.decode(Arrays.copyOfRange(data, space + 1, equals));
      byte[] value = Arrays.copyOfRange(data, equals + 1, end - 1);
      if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
        map.append(map.isEmpty() ? "" : ",").append(new String(value, StandardCharsets.US_ASCII));
      } else {
        records.put(key, value);
      }
      at = end;
    }
    if (!map.isEmpty()) {
      records.put("GNU.sparse.map", map.toString().getBytes(StandardCharsets.US_ASCII));
    }
    return records;
  }

  /** A decimal number of a pax record; a fraction is cut off towards the past. */
  static long decimal(byte[] value) {
    String text = new String(value, StandardCharsets.US_ASCII);
    int dot = text.indexOf('.');
    long whole = Long.parseLong(dot < 0 ? text : text.substring(0, dot));
    boolean fraction = dot >= 0 && text.substring(dot + 1).chars().anyMatch(c -> c != '0');
    return text.startsWith("-") && fraction ? whole - 1 : whole;
  }
}
