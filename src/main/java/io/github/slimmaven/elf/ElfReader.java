package io.github.slimmaven.elf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one ELF file by seeking. Every offset and count of the file is checked before it is used,
 * and what is read at once is bounded by the constants here.
 */
final class ElfReader {
  private static final int MAGIC = 0x7F454C46;
  private static final int EXECUTABLE = 2;
  private static final int SHARED = 3;
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final int DT_NULL = 0;
  private static final int DT_NEEDED = 1;
  private static final int DT_STRTAB = 5;
  private static final int DT_STRSZ = 10;
  private static final int DT_SONAME = 14;
  private static final int DT_RPATH = 15;
  private static final int DT_RUNPATH = 29;
  private static final int DT_FLAGS_1 = 0x6FFFFFFB;
  private static final long DF_1_NODEFLIB = 0x800;

  private static final int MAX_DYNAMIC_BYTES = 1 << 20;
  private static final int MAX_NAMES = 1024;
  private static final int MAX_NAME_BYTES = 4096;
  private static final int MAX_SEARCH_PATH_BYTES = 64 * 1024;
  private static final int MAX_DIRECTORIES = 512;

  private final SeekableByteChannel file;
  private final long size;
  private boolean wide;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  ElfReader(SeekableByteChannel file) throws IOException {
    this.file = file;
    this.size = file.size();
  }

  Optional<ElfFile> read() throws IOException {
    if (size < 52) {
      return Optional.empty();
    }
    ByteBuffer header = bytes(0, (int) Math.min(64, size)).order(ByteOrder.BIG_ENDIAN);
    if (header.getInt(0) != MAGIC) {
      return Optional.empty();
    }
    wide = oneOf(header.get(4), "class") == 2;
    order = oneOf(header.get(5), "data") == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    header.order(order);
    int type = header.getShort(16);
    if ((type != EXECUTABLE && type != SHARED) || (wide && header.limit() < 64)) {
      return Optional.empty();
    }
    ElfFile.Target target =
        new ElfFile.Target(wide ? 64 : 32, order, Short.toUnsignedInt(header.getShort(18)));
    List<Segment> segments =
        segments(
            word(header, wide ? 32 : 28),
            Short.toUnsignedInt(header.getShort(wide ? 54 : 42)),
            Short.toUnsignedInt(header.getShort(wide ? 56 : 44)));
    return Optional.of(file(target, segments));
  }

  private ElfFile file(ElfFile.Target target, List<Segment> segments) throws IOException {
    Optional<String> interpreter = Optional.empty();
    Dynamic dynamic = new Dynamic(List.of());
    for (Segment segment : segments) {
      if (segment.type == PT_INTERP) {
        interpreter = Optional.of(string(segment.offset, segment.fileSize, MAX_NAME_BYTES));
      } else if (segment.type == PT_DYNAMIC) {
        dynamic = dynamic(segment);
      }
    }
    Strings strings = strings(dynamic, segments);
    List<String> needed = new ArrayList<>();
    for (long offset : dynamic.all(DT_NEEDED)) {
      needed.add(strings.at(offset, MAX_NAME_BYTES));
    }
    List<Long> sonames = dynamic.all(DT_SONAME);
    List<String> runpath = searchPath(dynamic.all(DT_RUNPATH), strings);
    boolean hasRunpath = !dynamic.all(DT_RUNPATH).isEmpty();
    return new ElfFile(
        target,
        interpreter,
        sonames.isEmpty()
            ? Optional.empty()
            : Optional.of(strings.at(sonames.get(0), MAX_NAME_BYTES)),
        needed,
        hasRunpath ? List.of() : searchPath(dynamic.all(DT_RPATH), strings),
        runpath,
        dynamic.all(DT_FLAGS_1).stream().noneMatch(flags -> (flags & DF_1_NODEFLIB) != 0));
  }

  private static List<String> searchPath(List<Long> offsets, Strings strings) throws IOException {
    List<String> directories = new ArrayList<>();
    for (long offset : offsets) {
      for (String directory : strings.at(offset, MAX_SEARCH_PATH_BYTES).split(":")) {
        if (!directory.isEmpty()) {
          directories.add(directory);
        }
      }
    }
    if (directories.size() > MAX_DIRECTORIES) {
      throw new MalformedElfException("more than " + MAX_DIRECTORIES + " directories to search");
    }
    return directories;
  }

  private record Segment(int type, long offset, long address, long fileSize) {}

  private List<Segment> segments(long offset, int entrySize, int count) throws IOException {
    if (count == 0) {
      return List.of();
    }
    if (entrySize != (wide ? 56 : 32)) {
      throw new MalformedElfException("program headers of " + entrySize + " bytes");
    }
    List<Segment> segments = new ArrayList<>();
    ByteBuffer table = bytes(offset, entrySize * count);
    for (int i = 0; i < count; i++) {
      int at = i * entrySize;
      segments.add(
          new Segment(
              table.getInt(at),
              word(table, at + (wide ? 8 : 4)),
              word(table, at + (wide ? 16 : 8)),
              word(table, at + (wide ? 32 : 16))));
    }
    return segments;
  }

  private record Tag(long tag, long value) {}

  private record Dynamic(List<Tag> tags) {
    List<Long> all(long tag) {
      return tags.stream().filter(t -> t.tag == tag).map(Tag::value).toList();
    }
  }

  private Dynamic dynamic(Segment segment) throws IOException {
    if (segment.fileSize < 0 || segment.fileSize > MAX_DYNAMIC_BYTES) {
      throw new MalformedElfException("dynamic section of " + segment.fileSize + " bytes");
    }
    ByteBuffer table = bytes(segment.offset, (int) segment.fileSize);
    int half = wide ? 8 : 4;
    List<Tag> tags = new ArrayList<>();
    for (int at = 0; at + 2 * half <= table.limit(); at += 2 * half) {
      long tag = word(table, at);
      if (tag == DT_NULL) {
        break;
      }
      tags.add(new Tag(tag, word(table, at + half)));
    }
    Dynamic dynamic = new Dynamic(tags);
    if (dynamic.all(DT_NEEDED).size() > MAX_NAMES) {
      throw new MalformedElfException("more than " + MAX_NAMES + " needed libraries");
    }
    return dynamic;
  }

  /** The dynamic string table: where it starts in the file, and its length. */
  private final class Strings {
    private final long start;
    private final long length;

    Strings(long start, long length) {
      this.start = start;
      this.length = length;
    }

    String at(long offset, int limit) throws IOException {
      if (offset < 0 || offset >= length) {
        throw new MalformedElfException("string at " + offset + " of " + length);
      }
      return string(start + offset, length - offset, limit);
    }
  }

  private Strings strings(Dynamic dynamic, List<Segment> segments) throws IOException {
    List<Long> tables = dynamic.all(DT_STRTAB);
    if (tables.isEmpty()) {
      return new Strings(0, 0);
    }
    long address = tables.get(0);
    for (Segment segment : segments) {
      long into = address - segment.address;
      if (segment.type == PT_LOAD && into >= 0 && into < segment.fileSize) {
        if (segment.offset < 0 || segment.offset > size - into) {
          throw new MalformedElfException("string table outside the file");
        }
        List<Long> lengths = dynamic.all(DT_STRSZ);
        long length = lengths.isEmpty() ? Long.MAX_VALUE : lengths.get(0);
        long start = segment.offset + into;
        return new Strings(start, length < 0 ? 0 : Math.min(length, size - start));
      }
    }
    throw new MalformedElfException("string table in no loaded segment");
  }

  /** The NUL-ended string at this offset; at most {@code limit} bytes before its end. */
  private String string(long offset, long available, int limit) throws IOException {
    if (offset < 0 || available <= 0 || offset > size - 1) {
      throw new MalformedElfException("string outside the file");
    }
    int longest = (int) Math.min(limit, Math.min(available, size - offset));
    for (int chunk = Math.min(256, longest); ; chunk = Math.min(chunk * 4, longest)) {
      ByteBuffer bytes = bytes(offset, chunk);
      for (int i = 0; i < chunk; i++) {
        if (bytes.get(i) == 0) {
          return new String(bytes.array(), bytes.arrayOffset(), i, StandardCharsets.UTF_8);
        }
      }
      if (chunk == longest) {
        throw new MalformedElfException("string without an end");
      }
    }
  }

  private long word(ByteBuffer buffer, int at) {
    return wide ? buffer.getLong(at) : Integer.toUnsignedLong(buffer.getInt(at));
  }

  private static int oneOf(byte value, String field) throws MalformedElfException {
    if (value != 1 && value != 2) {
      throw new MalformedElfException(field + " " + value);
    }
    return value;
  }

  private ByteBuffer bytes(long offset, int length) throws IOException {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new MalformedElfException(length + " bytes at " + offset + " of " + size);
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(order);
    file.position(offset);
    while (buffer.hasRemaining()) {
      if (file.read(buffer) < 0) {
        throw new MalformedElfException("ends early");
      }
    }
    return buffer.flip().order(order);
  }
}
