package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The modules in a program of Go, by the section {@code .go.buildinfo} that its linker writes since
 * Go 1.18 (package debug/buildinfo). The sections of older ones hold addresses, and are not read.
 */
final class GoBinary {
  private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] ELF = {0x7F, 'E', 'L', 'F'};
  private static final int HEADER = 32;
  private static final int FLAGS = 15;
  private static final int INLINE = 2;

  /** Bytes before and after the modules, in the section. */
  private static final int SENTINEL = 16;

  private static final int MOST_SECTIONS = 4096;
  private static final int MOST_SECTION = 8 << 20;
  private static final int MOST_NAMES = 1 << 20;
  private static final int LEAST = 4096;

  private GoBinary() {}

  /** The program's own module first, Go's library last; none if it is no program of Go. */
  static List<Part> of(FileTree tree, Entry entry) throws IOException {
    if (!entry.isFile() || entry.size() < LEAST || (entry.mode() & 0111) == 0) {
      return List.of();
    }
    if (!TextFile.readable(tree, entry)) {
      return List.of();
    }
    try (SeekableByteChannel file = tree.open(entry)) {
      Optional<ByteBuffer> section = section(file);
      return section.isPresent() ? parts(entry.path(), section.get()) : List.of();
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      return List.of(); // a file that lies of itself
    }
  }

  private static List<Part> parts(String path, ByteBuffer section) {
    byte[] magic = new byte[MAGIC.length];
    section.get(0, magic);
    if (!Arrays.equals(magic, MAGIC) || (section.get(FLAGS) & INLINE) == 0) {
      return List.of();
    }
    section.position(HEADER);
    String go = text(section, 0);
    String modules = text(section, SENTINEL);
    List<Owner> owners = new ArrayList<>();
    for (String line : modules.split("\n")) {
      String[] fields = line.split("\t", -1);
      boolean module = fields[0].equals("mod") || fields[0].equals("dep");
      if (fields.length > 2 && fields[0].equals("=>") && !owners.isEmpty()) {
        int last = owners.size() - 1;
        owners.set(last, replaced(owners.get(last), fields));
      } else if (fields.length > 2 && module) {
        owners.add(module(fields));
      }
    }
    if (!go.isEmpty()) {
      owners.add(new Owner("golang", "stdlib", go.replaceFirst("^go", "").split(" ", 2)[0]));
    }
    return owners.stream()
        .distinct()
        .map(owner -> Part.of(owner, path, new TreeSet<>(Set.of(path))))
        .toList();
  }

  /** A directory in the place of a module says neither its name nor its version. */
  private static Owner replaced(Owner module, String[] fields) {
    return fields[1].startsWith(".") || fields[1].startsWith("/")
        ? new Owner(module.type(), module.name(), "")
        : module(fields);
  }

  /** {@code (devel)} is what Go says of a module that was built from a directory. */
  private static Owner module(String[] fields) {
    return new Owner("golang", fields[1], fields[2].equals("(devel)") ? "" : fields[2]);
  }

  /** A length of 7 bits a byte, then UTF-8. */
  private static String text(ByteBuffer section, int around) {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int next = section.get();
      length |= (next & 0x7F) << shift;
      if ((next & 0x80) == 0) {
        break;
      }
      if (shift > 21) {
        throw new IllegalArgumentException("a text of absurd length");
      }
    }
    if (length > section.remaining()) {
      throw new IllegalArgumentException("a text that is cut off");
    }
    byte[] bytes = new byte[length];
    section.get(bytes);
    int end = Math.max(around, length - around);
    return length < 2 * around
        ? ""
        : new String(bytes, around, end - around, StandardCharsets.UTF_8);
  }

  /** The content of the section (System V ABI, "Sections"). */
  private static Optional<ByteBuffer> section(SeekableByteChannel file) throws IOException {
    ByteBuffer header = bytes(file, 0, 64);
    byte[] magic = new byte[ELF.length];
    header.get(0, magic);
    if (!Arrays.equals(magic, ELF)) {
      return Optional.empty();
    }
    boolean wide = header.get(4) == 2;
    ByteOrder order = header.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    header.order(order);
    long at = wide ? header.getLong(40) : header.getInt(32) & 0xFFFF_FFFFL;
    int size = header.getShort(wide ? 58 : 46) & 0xFFFF;
    int count = header.getShort(wide ? 60 : 48) & 0xFFFF;
    int names = header.getShort(wide ? 62 : 50) & 0xFFFF;
    if (count == 0 || count > MOST_SECTIONS || names >= count || size < (wide ? 64 : 40)) {
      return Optional.empty();
    }
    ByteBuffer table = bytes(file, at, size * count).order(order);
    ByteBuffer text = content(file, table, names * size, wide, MOST_NAMES);
    for (int i = 0; i < count; i++) {
      if (name(text, table.getInt(i * size)).equals(".go.buildinfo")) {
        return Optional.of(content(file, table, i * size, wide, MOST_SECTION));
      }
    }
    return Optional.empty();
  }

  private static ByteBuffer content(
      SeekableByteChannel file, ByteBuffer table, int section, boolean wide, int most)
      throws IOException {
    long at = wide ? table.getLong(section + 24) : table.getInt(section + 16) & 0xFFFF_FFFFL;
    long size = wide ? table.getLong(section + 32) : table.getInt(section + 20) & 0xFFFF_FFFFL;
    if (size < 0 || size > most) {
      throw new IllegalArgumentException("a section of absurd size");
    }
    return bytes(file, at, (int) size);
  }

  private static String name(ByteBuffer names, int at) {
    int end = at;
    while (names.get(end) != 0) {
      end++;
    }
    byte[] name = new byte[end - at];
    names.get(at, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  private static ByteBuffer bytes(SeekableByteChannel file, long at, int length)
      throws IOException {
    if (at < 0 || length > file.size() - at) {
      throw new IllegalArgumentException("a part outside of the file");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    file.position(at);
    while (buffer.hasRemaining() && file.read(buffer) >= 0) {}
    return buffer.flip();
  }
}
