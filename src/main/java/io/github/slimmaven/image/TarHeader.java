package io.github.slimmaven.image;

import static io.github.slimmaven.image.TarField.BLOCK;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes ustar headers, with pax records for what does not fit (POSIX.1-2008 {@code pax}). The same
 * values give the same bytes.
 */
final class TarHeader {
  static final long SEVEN_DIGITS = 07777777L;
  private static final long ELEVEN_DIGITS = 077777777777L;

  private final byte[] block;
  private final SortedMap<String, byte[]> pax = new TreeMap<>();

  /** An empty one. */
  TarHeader() {
    block = new byte[BLOCK];
    numbers(0, 0, 0, 0);
    size(0);
  }

  /** One like that of a member, but for its name, link, type and size. */
  TarHeader(TarRecord.Member member) {
    block = member.header().clone();
    Arrays.fill(block, TarField.PREFIX, BLOCK, (byte) 0); // GNU keeps times and sparse maps there
    for (Map.Entry<String, byte[]> record : member.pax().entrySet()) {
      boolean replaced =
          switch (record.getKey()) {
            case "path", "linkpath", "size" -> true;
            default -> record.getKey().startsWith("GNU.sparse.");
          };
      if (!replaced) {
        pax.put(record.getKey(), record.getValue());
      }
    }
  }

  /**
   * @param mode 07777
   * @param mtime seconds since the epoch
   */
  TarHeader numbers(int mode, long uid, long gid, long mtime) {
    octal(block, TarField.MODE, 8, mode);
    number("uid", TarField.UID, 8, uid, SEVEN_DIGITS);
    number("gid", TarField.GID, 8, gid, SEVEN_DIGITS);
    number("mtime", TarField.MTIME, 12, mtime, ELEVEN_DIGITS);
    return this;
  }

  /** Another mode or owner. */
  TarHeader edit(HeaderEdit edit) {
    edit.mode().ifPresent(mode -> octal(block, TarField.MODE, 8, mode));
    edit.uid().ifPresent(uid -> id("uid", TarField.UID, uid));
    edit.gid().ifPresent(gid -> id("gid", TarField.GID, gid));
    return this;
  }

  private void id(String key, int offset, long value) {
    pax.remove(key);
    number(key, offset, 8, value, SEVEN_DIGITS);
  }

  /** An extended attribute, unless there is one of that name. */
  TarHeader attribute(String key, byte[] value) {
    pax.putIfAbsent(key, value);
    return this;
  }

  TarHeader size(long size) {
    number("size", TarField.SIZE, 12, size, ELEVEN_DIGITS);
    return this;
  }

  /**
   * @param path absolute
   * @param link as {@link Entry#link}
   */
  TarHeader name(String path, Entry.Type type, String link) {
    block[TarField.TYPE] = (byte) flag(type);
    String relative = path.equals("/") ? "./" : path.substring(1);
    boolean slash = type == Entry.Type.DIRECTORY && !relative.endsWith("/");
    text("path", TarField.NAME, slash ? relative + "/" : relative);
    text("linkpath", TarField.LINK, type == Entry.Type.HARDLINK ? link.substring(1) : link);
    return this;
  }

  /** All header blocks. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!pax.isEmpty()) {
      ByteArrayOutputStream records = new ByteArrayOutputStream();
      pax.forEach((key, value) -> records.writeBytes(paxRecord(key, value)));
      out.writeBytes(extended(records.size()));
      out.writeBytes(records.toByteArray());
      out.writeBytes(new byte[(int) (TarField.padded(records.size()) - records.size())]);
    }
    out.writeBytes(withChecksum());
    return out.toByteArray();
  }

  /** The header block of pax records of this size. */
  static byte[] extended(int size) {
    TarHeader extended = new TarHeader();
    octal(extended.block, TarField.MODE, 8, 0644);
    extended.size(size);
    extended.text("path", TarField.NAME, "pax");
    extended.block[TarField.TYPE] = 'x';
    return extended.withChecksum();
  }

  private static char flag(Entry.Type type) {
    return switch (type) {
      case FILE -> '0';
      case HARDLINK -> '1';
      case SYMLINK -> '2';
      case CHARACTER_DEVICE -> '3';
      case BLOCK_DEVICE -> '4';
      case DIRECTORY -> '5';
      case FIFO -> '6';
    };
  }

  private byte[] withChecksum() {
    byte[] magic = "ustar\00000".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(magic, 0, block, TarField.MAGIC, 8);
    checksum(block);
    return block.clone();
  }

  /** Writes a header's checksum. */
  static void checksum(byte[] header) {
    Arrays.fill(header, TarField.CHECKSUM, TarField.CHECKSUM + 8, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    octal(header, TarField.CHECKSUM, 7, sum);
  }

  private void text(String key, int offset, String value) {
    byte[] bytes = PathName.encode(value);
    Arrays.fill(block, offset, offset + TarField.NAME_LENGTH, (byte) 0);
    System.arraycopy(bytes, 0, block, offset, Math.min(bytes.length, TarField.NAME_LENGTH));
    if (bytes.length > TarField.NAME_LENGTH) {
      pax.put(key, bytes);
    }
  }

  private void number(String key, int offset, int length, long value, long limit) {
    if (value < 0 || value > limit) {
      pax.put(key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
      octal(block, offset, length, 0);
    } else {
      octal(block, offset, length, value);
    }
  }

  /** Writes a number in octal digits, with a NUL at the end. */
  static void octal(byte[] block, int offset, int length, long value) {
    long rest = value;
    for (int i = offset + length - 2; i >= offset; i--) {
      block[i] = (byte) ('0' + (rest & 7));
      rest >>= 3;
    }
    block[offset + length - 1] = 0;
  }

  /** {@code "<length> <key>=<value>\n"}, where the length counts its own digits. */
  static byte[] paxRecord(String key, byte[] value) {
    byte[] name = PathName.encode(key);
    int rest = name.length + value.length + 3;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    out.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(name);
    out.write('=');
    out.writeBytes(value);
    out.write('\n');
    return out.toByteArray();
  }
}
