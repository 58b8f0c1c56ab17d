package io.github.slimmaven.image;

import static io.github.slimmaven.image.TarField.BLOCK;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the records of a tar one after the other and seeks over their contents: v7, ustar, pax, GNU
 * and star headers, with the raw range of each record. Where the formats leave room it reads as
 * Go's {@code archive/tar} does, because engines do: links and directories have no content whatever
 * their size field says; one zero block at the end of the file is an end.
 */
public final class TarReader {
  /** A path longer than this can't be opened (PATH_MAX without its NUL), bytes. */
  private static final int PATH_MAX = 4095;

  private static final int NAME_MAX = 255;

  /** Limit of a pax or long-name header, bytes; Go's is the same. */
  private static final int EXTENSION_MAX = 1 << 20;

  /** Limit of a sparse file's apparent size, bytes: 1 TiB. */
  private static final long SPARSE_MAX = 1L << 40;

  private static final long ID_MAX = 0xFFFF_FFFEL;

  private final SeekableByteChannel tar;
  private final String name;
  private final long length;
  private final ByteBuffer window = ByteBuffer.allocate(16 * BLOCK);
  private long windowStart;
  private long position;

  /**
   * Starts at the channel's first byte.
   *
   * @param tar read, not closed
   * @param name what it is, for error messages
   */
  public TarReader(SeekableByteChannel tar, String name) throws IOException {
    this(tar, name, 0);
  }

  TarReader(SeekableByteChannel tar, String name, long position) throws IOException {
    this.tar = tar;
    this.name = name;
    this.position = position;
    this.length = tar.size();
    window.limit(0);
  }

  /**
   * The next record; empty at the end.
   *
   * @throws ImageException if the tar is truncated, malformed or hostile
   */
  public Optional<TarRecord> next() throws IOException {
    long start = position;
    try {
      return read(start);
    } catch (IllegalArgumentException e) {
      throw bad(start, e.getMessage(), e);
    }
  }

  /** Takes a record. */
  public interface Visitor {
    void visit(TarRecord tarRecord) throws IOException;
  }

  /** Visits the records that are left. */
  public void forEach(Visitor visitor) throws IOException {
    for (Optional<TarRecord> read = next(); read.isPresent(); read = next()) {
      visitor.visit(read.get());
    }
  }

  private Optional<TarRecord> read(long start) throws IOException {
    Map<String, byte[]> pax = Map.of();
    byte[] longName = null;
    byte[] longLink = null;
    while (true) {
      byte[] block = position == length ? new byte[BLOCK] : bytes(position, BLOCK);
      if (TarField.isZero(block)) {
        if (position != start) {
          throw bad(start, "an extended header has no entry", null);
        }
        if (position + 2L * BLOCK <= length && !TarField.isZero(bytes(position + BLOCK, BLOCK))) {
          throw bad(start, "a header is all zero", null);
        }
        return Optional.empty();
      }
      if (!TarField.checksumHolds(block)) {
        throw bad(position, "a header's checksum is wrong", null);
      }
      long size = size(block);
      switch (block[TarField.TYPE]) {
        case 'g' -> {
          if (position != start) {
            throw bad(start, "an extended header precedes a global one", null);
          }
          extension(size);
          return Optional.of(new TarRecord.Global(start, position));
        }
        case 'x', 'X' -> pax = TarField.pax(extension(size));
        case 'L' -> longName = upToNul(extension(size));
        case 'K' -> longLink = upToNul(extension(size));
        default -> {
          return Optional.of(member(start, block, pax, longName, longLink));
        }
      }
    }
  }

  private byte[] extension(long size) throws IOException {
    if (size > EXTENSION_MAX) {
      throw bad(position, "an extended header of " + size + " bytes is beyond 1 MiB", null);
    }
    byte[] data = bytes(position + BLOCK, (int) size);
    position = Math.min(position + BLOCK + TarField.padded(size), length);
    return data;
  }

  private TarRecord member(
      long start, byte[] block, Map<String, byte[]> pax, byte[] longName, byte[] longLink)
      throws IOException {
    byte[] rawName =
        longName != null ? longName : present(pax, "path").orElseGet(() -> headerName(block));
    byte[] sparseName = present(pax, "GNU.sparse.name").orElse(rawName);
    Entry.Type type = type(block, rawName, start);
    byte[] link =
        longLink != null
            ? longLink
            : present(pax, "linkpath").orElseGet(() -> TarField.text(block, TarField.LINK, 100));
    long stored = 0;
    long size = 0;
    long data = position + BLOCK;
    if (type == Entry.Type.FILE) {
      Optional<byte[]> paxSize = present(pax, "size");
      stored = paxSize.isPresent() ? TarField.decimal(paxSize.get()) : size(block);
      size = stored;
      if (block[TarField.TYPE] == 'S') {
        size = TarField.number(block, 483, 12);
        data = afterSparseBlocks(block);
      } else {
        size = sparseSize(pax, size);
      }
      if (stored < 0 || size < 0 || (size != stored && size > SPARSE_MAX)) {
        throw bad(start, "a size of " + size + " bytes is absurd", null);
      }
    }
    if (stored > length - data) {
      throw bad(
          start,
          "an entry of "
              + stored
              + " bytes goes beyond the end, "
              + Math.max(0, length - data)
              + " bytes are left",
          null);
    }
    position = Math.min(data + TarField.padded(stored), length);
    return new TarRecord.Member(
        normalised(sparseName),
        type,
        (int) TarField.number(block, TarField.MODE, 8) & 07777,
        id(block, TarField.UID, present(pax, "uid")),
        id(block, TarField.GID, present(pax, "gid")),
        size,
        present(pax, "mtime")
            .map(TarField::decimal)
            .orElseGet(() -> TarField.number(block, TarField.MTIME, 12)),
        link(type, link),
        start,
        data,
        position,
        block,
        pax);
  }

  private static Optional<byte[]> present(Map<String, byte[]> pax, String key) {
    return Optional.ofNullable(pax.get(key)).filter(value -> value.length > 0);
  }

  private static long sparseSize(Map<String, byte[]> pax, long size) {
    return present(pax, "GNU.sparse.realsize")
        .or(() -> present(pax, "GNU.sparse.size"))
        .map(TarField::decimal)
        .orElse(size);
  }

  private Entry.Type type(byte[] block, byte[] rawName, long start) throws ImageException {
    return switch (block[TarField.TYPE]) {
      case 0 ->
          rawName.length > 0 && rawName[rawName.length - 1] == '/'
              ? Entry.Type.DIRECTORY
              : Entry.Type.FILE;
      case '0', '7', 'S' -> Entry.Type.FILE;
      case '1' -> Entry.Type.HARDLINK;
      case '2' -> Entry.Type.SYMLINK;
      case '3' -> Entry.Type.CHARACTER_DEVICE;
      case '4' -> Entry.Type.BLOCK_DEVICE;
      case '5' -> Entry.Type.DIRECTORY;
      case '6' -> Entry.Type.FIFO;
      default -> throw bad(start, "type '" + (char) block[TarField.TYPE] + "' is unknown", null);
    };
  }

  private static String link(Entry.Type type, byte[] link) {
    return switch (type) {
      case HARDLINK -> normalised(link);
      case SYMLINK -> PathName.decode(checked(link));
      default -> "";
    };
  }

  private static long id(byte[] block, int offset, Optional<byte[]> pax) {
    long id = pax.map(TarField::decimal).orElseGet(() -> TarField.number(block, offset, 8));
    if (id < 0 || id > ID_MAX) {
      throw new IllegalArgumentException("the owner '" + id + "' is no user or group number");
    }
    return id;
  }

  /** Old GNU sparse files: the map goes on in blocks after the header. */
  private long afterSparseBlocks(byte[] block) throws IOException {
    long at = position + BLOCK;
    boolean more = block[482] != 0;
    while (more) {
      more = bytes(at, BLOCK)[504] != 0;
      at += BLOCK;
    }
    return at;
  }

  private static byte[] headerName(byte[] block) {
    byte[] name = TarField.text(block, TarField.NAME, TarField.NAME_LENGTH);
    byte[] prefix = prefix(block);
    if (prefix.length == 0) {
      return name;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(prefix);
    whole.write('/');
    whole.writeBytes(name);
    return whole.toByteArray();
  }

  private static byte[] prefix(byte[] block) {
    String magic = new String(block, TarField.MAGIC, 8, StandardCharsets.ISO_8859_1);
    if (magic.equals("ustar\00000")) {
      boolean star = block[508] == 't' && block[509] == 'a' && block[510] == 'r' && block[511] == 0;
      return TarField.text(block, TarField.PREFIX, star ? 131 : TarField.PREFIX_LENGTH);
    }
    // GNU headers have times there, but Go before 1.8 wrote a prefix: then it is no number.
    if (magic.equals("ustar  \0") && block[TarField.PREFIX] != 0) {
      try {
        TarField.number(block, TarField.PREFIX, 12);
        TarField.number(block, TarField.PREFIX + 12, 12);
      } catch (IllegalArgumentException e) {
        return TarField.text(block, TarField.PREFIX, TarField.PREFIX_LENGTH);
      }
    }
    return new byte[0];
  }

  private static long size(byte[] block) {
    long size = TarField.number(block, TarField.SIZE, 12);
    if (size < 0) {
      throw new IllegalArgumentException("a size of " + size + " bytes is absurd");
    }
    return size;
  }

  private static byte[] upToNul(byte[] value) {
    return TarField.text(value, 0, value.length);
  }

  private static byte[] checked(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException(
            "the name '" + PathName.decode(bytes).replace("\0", "\\0") + "' contains a NUL");
      }
    }
    if (bytes.length > PATH_MAX) {
      throw new IllegalArgumentException(
          "a name of " + bytes.length + " bytes is longer than a path can be");
    }
    return bytes;
  }

  /** Absolute, without {@code .} and empty components; a {@code ..} is refused. */
  private static String normalised(byte[] bytes) {
    String raw = PathName.decode(checked(bytes));
    StringBuilder path = new StringBuilder(raw.length() + 1);
    int at = 0;
    while (at < raw.length()) {
      int slash = raw.indexOf('/', at);
      int end = slash < 0 ? raw.length() : slash;
      String component = raw.substring(at, end);
      if (component.equals("..")) {
        throw new IllegalArgumentException("the name '" + raw + "' contains '..'");
      }
      if (component.length() > NAME_MAX / 4 && PathName.encode(component).length > NAME_MAX) {
        throw new IllegalArgumentException("the name '" + raw + "' has a part of over 255 bytes");
      }
      if (!component.isEmpty() && !component.equals(".")) {
        path.append('/').append(component);
      }
      at = end + 1;
    }
    return path.isEmpty() ? "/" : path.toString();
  }

  /** These bytes of the tar, from the window where it holds them. */
  private byte[] bytes(long from, int count) throws IOException {
    if (count > length - from) {
      throw bad(from, "it ends in the middle of a header", null);
    }
    if (count > window.capacity()) {
      ByteBuffer large = ByteBuffer.allocate(count);
      fill(large, from);
      return large.array();
    }
    if (from < windowStart || from + count > windowStart + window.limit()) {
      window.clear();
      window.limit((int) Math.min(window.capacity(), length - from));
      fill(window, from);
      window.flip();
      windowStart = from;
    }
    int offset = (int) (from - windowStart);
    return Arrays.copyOfRange(window.array(), offset, offset + count);
  }

  private void fill(ByteBuffer buffer, long from) throws IOException {
    tar.position(from);
    while (buffer.hasRemaining()) {
      if (tar.read(buffer) < 0) {
        throw bad(from, "it became shorter while it was read", null);
      }
    }
  }

  /**
   * The content of a file; a sparse one's is complete, with its holes as zeros. It is read through
   * the tar's own channel, so use it before the next record is asked for; it needs no closing.
   */
  public SeekableByteChannel content(TarRecord.Member member) throws IOException {
    return new ExtentChannel(tar, extents(member), member.size());
  }

  /** Where the content of a member lies in the tar; holes are between the extents. */
  List<SparseMap.Extent> extents(TarRecord.Member member) throws IOException {
    try {
      return SparseMap.of(member, this::bytes);
    } catch (IllegalArgumentException e) {
      throw bad(member.start(), e.getMessage(), e);
    }
  }

  private ImageException bad(long at, String problem, Exception cause) {
    return new ImageException(
        name
            + " is no valid tar at byte "
            + at
            + ": "
            + problem
            + ". Save, pull or build the image again",
        cause);
  }
}
