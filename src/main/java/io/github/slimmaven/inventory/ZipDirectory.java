package io.github.slimmaven.inventory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The central directory of a zip archive (PKWARE APPNOTE, 4.3.12 and 4.3.16), for the sizes that
 * members take in it. It may have a script before it, or lie within another archive.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int END_SIZE = 22;
  private static final int MOST_COMMENT = 0xFFFF;
  private static final int END_64 = 0x06064b50;
  private static final int END_64_SIZE = 56;
  private static final int LOCATOR_SIZE = 20;
  private static final int MEMBER = 0x02014b50;
  private static final int MEMBER_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  /** Bytes; a jar of 65,535 classes has about 8 MB. */
  private static final int MOST_DIRECTORY = 64 << 20;

  private final SeekableByteChannel file;
  private final long start;
  private final List<Member> members = new ArrayList<>();

  /**
   * A file in the archive.
   *
   * @param compressed bytes that it takes
   * @param at offset of its local header, from the archive's start
   */
  record Member(String name, int method, long compressed, long size, long at) {
    boolean isStored() {
      return method == STORED;
    }
  }

  private ZipDirectory(SeekableByteChannel file, long start) {
    this.file = file;
    this.start = start;
  }

  /**
   * Reads the directory of the archive in a range of a file; empty if there is none, or one of
   * absurd size.
   */
  static Optional<ZipDirectory> read(SeekableByteChannel file, long start, long length)
      throws IOException {
    int tailSize = (int) Math.min(length, END_SIZE + MOST_COMMENT + END_64_SIZE + LOCATOR_SIZE);
    ByteBuffer tail = little(bytes(file, start + length - tailSize, tailSize));
    for (int at = tail.limit() - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END) {
        long size = tail.getInt(at + 12) & 0xFFFF_FFFFL;
        long offset = tail.getInt(at + 16) & 0xFFFF_FFFFL;
        long end = start + length - tailSize + at;
        int large = at - LOCATOR_SIZE - END_64_SIZE;
        if (large >= 0 && tail.getInt(large) == END_64) {
          size = tail.getLong(large + 40);
          offset = tail.getLong(large + 48);
          end -= LOCATOR_SIZE + END_64_SIZE;
        }
        if (size < 0 || size > MOST_DIRECTORY || size > end - start) {
          return Optional.empty();
        }
        // A script before it moves all offsets.
        ZipDirectory directory = new ZipDirectory(file, end - size - offset);
        directory.members(bytes(file, end - size, (int) size));
        return Optional.of(directory);
      }
    }
    return Optional.empty();
  }

  private void members(byte[] bytes) {
    ByteBuffer directory = little(bytes);
    int at = 0;
    while (at + MEMBER_SIZE <= directory.limit() && directory.getInt(at) == MEMBER) {
      int name = directory.getShort(at + 28) & 0xFFFF;
      int extra = directory.getShort(at + 30) & 0xFFFF;
      int comment = directory.getShort(at + 32) & 0xFFFF;
      if (at + MEMBER_SIZE + name > directory.limit()) {
        return;
      }
      members.add(
          new Member(
              new String(bytes, at + MEMBER_SIZE, name, StandardCharsets.UTF_8),
              directory.getShort(at + 10),
              directory.getInt(at + 20) & 0xFFFF_FFFFL,
              directory.getInt(at + 24) & 0xFFFF_FFFFL,
              directory.getInt(at + 42) & 0xFFFF_FFFFL));
      at += MEMBER_SIZE + name + extra + comment;
    }
  }

  List<Member> members() {
    return members;
  }

  /** Where the content of a member starts in the file. */
  long content(Member member) throws IOException {
    ByteBuffer local = little(bytes(file, start + member.at(), LOCAL_SIZE));
    return local.limit() < LOCAL_SIZE
        ? Long.MAX_VALUE
        : start
            + member.at()
            + LOCAL_SIZE
            + (local.getShort(26) & 0xFFFF)
            + (local.getShort(28) & 0xFFFF);
  }

  /** The content of a member; empty if it is broken or longer than {@code most} bytes. */
  byte[] read(Member member, int most) throws IOException {
    if (member.size() > most || member.compressed() > most) {
      return new byte[0];
    }
    byte[] raw = bytes(file, content(member), (int) member.compressed());
    if (member.isStored()) {
      return raw;
    }
    if (member.method() != DEFLATED) {
      return new byte[0];
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(raw);
      byte[] content = new byte[(int) member.size()];
      int read = 0;
      while (read < content.length && !inflater.finished()) {
        int some = inflater.inflate(content, read, content.length - read);
        if (some == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        read += some;
      }
      return Arrays.copyOf(content, read);
    } catch (DataFormatException e) {
      return new byte[0];
    } finally {
      inflater.end();
    }
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** What there is of a range. */
  private static byte[] bytes(SeekableByteChannel file, long from, int length) throws IOException {
    long there = from < 0 ? 0 : Math.max(0, Math.min(length, file.size() - from));
    byte[] bytes = new byte[(int) there];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (there > 0) {
      file.position(from);
    }
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {}
    return Arrays.copyOf(bytes, buffer.position());
  }
}
