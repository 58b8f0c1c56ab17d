package io.github.slimmaven.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Small ELF files that a dynamic linker would take: one segment, a dynamic section. */
public record ElfBytes(
    boolean wide, ByteOrder order, int machine, String interpreter, List<Tag> tags) {
  private static final long BASE = 0x400000;

  /** A dynamic entry whose value is a string. */
  public record Tag(int tag, String value) {}

  /** An x86-64 file; {@code interpreter} "" = a library. */
  public static byte[] of(String interpreter, String... needed) {
    return x86(interpreter).needs(needed).bytes();
  }

  public static ElfBytes x86(String interpreter) {
    return new ElfBytes(true, ByteOrder.LITTLE_ENDIAN, 62, interpreter, List.of());
  }

  public ElfBytes needs(String... names) {
    ElfBytes more = this;
    for (String name : names) {
      more = more.with(1, name);
    }
    return more;
  }

  public ElfBytes soname(String name) {
    return with(14, name);
  }

  public ElfBytes rpath(String path) {
    return with(15, path);
  }

  public ElfBytes runpath(String path) {
    return with(29, path);
  }

  private ElfBytes with(int tag, String value) {
    List<Tag> more = new ArrayList<>(tags);
    more.add(new Tag(tag, value));
    return new ElfBytes(wide, order, machine, interpreter, more);
  }

  /** Offset of the first program header's fields; headers come as load, dynamic, interpreter. */
  public int programHeader(int index) {
    return (wide ? 64 : 52) + index * (wide ? 56 : 32);
  }

  public byte[] bytes() {
    StringBuilder strings = new StringBuilder("\0");
    List<Integer> offsets = new ArrayList<>();
    for (Tag tag : tags) {
      offsets.add(strings.length());
      strings.append(tag.value).append('\0');
    }
    byte[] table = strings.toString().getBytes(StandardCharsets.US_ASCII);
    byte[] interp = (interpreter + "\0").getBytes(StandardCharsets.US_ASCII);
    int half = wide ? 8 : 4;
    int count = interpreter.isEmpty() ? 2 : 3;
    int dynamic = programHeader(count) + interp.length + table.length;
    dynamic += 16 - dynamic % 16;
    int dynamicSize = (tags.size() + 3) * 2 * half;
    int size = dynamic + dynamicSize;
    ByteBuffer out = ByteBuffer.allocate(size).order(order);
    out.put(new byte[] {0x7F, 'E', 'L', 'F', (byte) (wide ? 2 : 1)});
    out.put((byte) (order == ByteOrder.BIG_ENDIAN ? 2 : 1)).put((byte) 1);
    out.putShort(16, (short) 3).putShort(18, (short) machine);
    out.position(wide ? 32 : 28);
    word(out, programHeader(0));
    out.putShort(wide ? 54 : 42, (short) (wide ? 56 : 32));
    out.putShort(wide ? 56 : 44, (short) count);
    segment(out, 0, 1, 0, size);
    segment(out, 1, 2, dynamic, dynamicSize);
    int at = programHeader(count);
    if (count == 3) {
      segment(out, 2, 3, at, interp.length);
    }
    out.position(at);
    out.put(interp).put(table);
    out.position(dynamic);
    entry(out, 5, BASE + at + interp.length);
    entry(out, 10, table.length);
    for (int i = 0; i < tags.size(); i++) {
      entry(out, tags.get(i).tag, offsets.get(i));
    }
    return out.array();
  }

  private void segment(ByteBuffer out, int index, int type, int offset, int size) {
    int at = programHeader(index);
    out.putInt(at, type);
    out.position(at + (wide ? 8 : 4));
    word(out, offset);
    word(out, BASE + offset);
    out.position(at + (wide ? 32 : 16));
    word(out, size);
  }

  private void entry(ByteBuffer out, int tag, long value) {
    word(out, tag);
    word(out, value);
  }

  private void word(ByteBuffer out, long value) {
    if (wide) {
      out.putLong(value);
    } else {
      out.putInt((int) value);
    }
  }
}
