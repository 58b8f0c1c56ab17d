package io.github.slimmaven.jvm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Takes the symbol table out of a native library, as {@code strip --strip-all} does (ELF-64 object
 * file format; System V ABI, chapter 4). Nothing loads it: the dynamic linker has a table of its
 * own, {@code .dynsym}. It names internal functions in crash logs and native profiles.
 */
final class SymbolTable {
  private static final int HEADER = 64;
  private static final int SECTION = 64;
  private static final int SYMTAB = 2;
  private static final int NOBITS = 8;
  private static final int LOADED = 2;
  private static final int ALIGN = 8;

  private SymbolTable() {}

  /** A section header. */
  private record Section(int at, int type, long flags, int offset, int size, int link) {}

  /**
   * The library without its symbol table.
   *
   * @return empty if it has none, or is of a form that is not known: then it stays as it is
   */
  static Optional<byte[]> without(byte[] library) {
    ByteBuffer elf = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
    if (library.length < HEADER
        || elf.getInt(0) != 0x464C457F
        || library[4] != 2
        || library[5] != 1
        || elf.getShort(58) != SECTION) {
      return Optional.empty();
    }
    try {
      return without(library, sections(elf), elf);
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      return Optional.empty(); // broken
    }
  }

  private static List<Section> sections(ByteBuffer elf) {
    int start = Math.toIntExact(elf.getLong(40));
    List<Section> sections = new ArrayList<>();
    for (int i = 0; i < Short.toUnsignedInt(elf.getShort(60)); i++) {
      int at = start + i * SECTION;
      int type = elf.getInt(at + 4);
      sections.add(
          new Section(
              at,
              type,
              elf.getLong(at + 8),
              Math.toIntExact(elf.getLong(at + 24)),
              type == NOBITS ? 0 : Math.toIntExact(elf.getLong(at + 32)),
              elf.getInt(at + 40)));
    }
    return sections;
  }

  private static Optional<byte[]> without(byte[] library, List<Section> sections, ByteBuffer elf) {
    Optional<Section> table = sections.stream().filter(s -> s.type() == SYMTAB).findFirst();
    if (table.isEmpty()) {
      return Optional.empty();
    }
    Section names = sections.get(table.get().link());
    int index = sections.indexOf(table.get());
    int end = table.get().offset();
    List<Section> after =
        sections.stream()
            .filter(s -> s.size() > 0 && s.offset() + s.size() > end)
            .filter(s -> !s.equals(table.get()) && !s.equals(names))
            .sorted(Comparator.comparing(Section::offset))
            .toList();
    boolean used =
        names.offset() < end
            || sections.indexOf(names) == elf.getShort(62)
            || sections.stream().anyMatch(s -> !s.equals(table.get()) && s.link() == index)
            || after.stream().anyMatch(s -> s.offset() < end || (s.flags() & LOADED) != 0);
    return used || loads(elf) > end
        ? Optional.empty()
        : Optional.of(rewritten(library, sections, List.of(table.get(), names), after, end));
  }

  /** Where the last byte that the kernel or the linker reads ends. */
  private static long loads(ByteBuffer elf) {
    long end = 0;
    int start = Math.toIntExact(elf.getLong(32));
    for (int i = 0; i < Short.toUnsignedInt(elf.getShort(56)); i++) {
      int at = start + i * Short.toUnsignedInt(elf.getShort(54));
      end = Math.max(end, elf.getLong(at + 8) + elf.getLong(at + 32));
    }
    return end;
  }

  /** What follows the table moves up; the headers of what went say that they hold nothing. */
  private static byte[] rewritten(
      byte[] library, List<Section> sections, List<Section> gone, List<Section> after, int end) {
    ByteBuffer headers = ByteBuffer.allocate(sections.size() * SECTION);
    headers.order(ByteOrder.LITTLE_ENDIAN).put(library, sections.get(0).at(), headers.capacity());
    for (Section section : gone) {
      headers.put(sections.indexOf(section) * SECTION, new byte[SECTION]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(library.length);
    out.write(library, 0, end);
    for (Section section : after) {
      align(out);
      headers.putLong(sections.indexOf(section) * SECTION + 24, out.size());
      out.write(library, section.offset(), section.size());
    }
    align(out);
    int start = out.size();
    out.writeBytes(headers.array());
    byte[] stripped = out.toByteArray();
    ByteBuffer.wrap(stripped).order(ByteOrder.LITTLE_ENDIAN).putLong(40, start);
    return stripped;
  }

  private static void align(ByteArrayOutputStream out) {
    out.writeBytes(new byte[Math.floorMod(-out.size(), ALIGN)]);
  }
}
