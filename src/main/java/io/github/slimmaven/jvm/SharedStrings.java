package io.github.slimmaven.jvm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts of constant pools that lie once in a class library's index, and are referred to by their
 * offset: the way of compression that the JDK calls {@code compact-cp} (OpenJDK {@code
 * src/java.base/share/native/libjimage/imageDecompressor.cpp}).
 */
final class SharedStrings {
  static final String METHOD = "compact-cp";

  private static final int HEAD = 10; // magic, version, length of the constant pool
  private static final int UTF8 = 1;
  private static final int SHARED = 23;
  private static final int DESCRIPTOR = 25;

  /** Bytes of each kind of constant. */
  private static final int[] SIZES = {
    0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 0, 4, 2, 2
  };

  /** The JVM's own reader knows those up to invokedynamic, so not modules and packages. */
  private static final int LAST = 18;

  /** A reference takes up to four bytes, as does what it replaces in a text of two. */
  private static final int SHORTEST = 3;

  /** As so many uses save more by a low offset, which is short, than by lying near others. */
  private static final int FREQUENT = 100;

  private final int enough;
  private final Map<String, Integer> uses = new LinkedHashMap<>();
  private final Map<String, Integer> offsets = new HashMap<>();

  /**
   * For one library.
   *
   * @param enough how many uses make a text worth sharing, from 1 on
   */
  SharedStrings(int enough) {
    this.enough = enough;
  }

  /** Counts the texts of a class. */
  void count(byte[] content) {
    for (String text : constants(content).map(SharedStrings::texts).orElse(List.of())) {
      uses.merge(text, 1, Integer::sum);
    }
  }

  /**
   * Places the texts that are worth it: the frequent ones, then the others, both in the order in
   * which they were counted. So references that follow each other are much alike, and so are texts,
   * which serves what compresses them.
   *
   * @param start offset of the first
   * @return their bytes
   */
  byte[] place(int start) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    uses.entrySet().stream()
        .filter(text -> text.getValue() >= enough)
        .sorted(Comparator.comparing(text -> text.getValue() < FREQUENT))
        .forEach(
            text -> {
              offsets.put(text.getKey(), start + out.size());
              out.writeBytes(text.getKey().getBytes(StandardCharsets.ISO_8859_1));
              out.write(0);
            });
    uses.clear();
    return out.toByteArray();
  }

  /** The class with references to texts; empty if it has constants that the JDK cannot read so. */
  Optional<byte[]> shorten(byte[] content) {
    return constants(content)
        .map(
            constants -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
              out.write(content, 0, HEAD);
              int end = HEAD;
              for (Constant constant : constants) {
                end = constant.end();
                Integer offset = constant.isText() ? offsets.get(constant.text()) : null;
                if (offset == null) {
                  out.write(content, constant.start(), end - constant.start());
                } else {
                  out.write(SHARED);
                  writeNumber(offset, out);
                }
              }
              out.write(content, end, content.length - end);
              return out.toByteArray();
            });
  }

  private record Constant(byte[] content, int start, int end) {
    boolean isText() {
      return content[start] == UTF8 && end - start - 3 >= SHORTEST && isCanonical();
    }

    /**
     * The JDK's reader in Java decodes a text and encodes it again, and the one of the JVM looks
     * for the zero at its end: so both give the same bytes for what Java itself would write only.
     */
    private boolean isCanonical() {
      int at = start + 3;
      while (at < end && content[at] > 0) {
        at++;
      }
      if (at == end) {
        return true;
      }
      ByteArrayOutputStream again = new ByteArrayOutputStream(end - start - 1);
      try {
        DataInput in =
            new DataInputStream(new ByteArrayInputStream(content, start + 1, end - start - 1));
        new DataOutputStream(again).writeUTF(in.readUTF());
      } catch (IOException e) {
        return false; // no text of modified UTF-8
      }
      return Arrays.equals(again.toByteArray(), Arrays.copyOfRange(content, start + 1, end));
    }

    String text() {
      return new String(content, start + 3, end - start - 3, StandardCharsets.ISO_8859_1);
    }
  }

  private static List<String> texts(List<Constant> constants) {
    return constants.stream().filter(Constant::isText).map(Constant::text).toList();
  }

  /** Empty if this is no class, or one with constants that the JDK's reader does not know. */
  private static Optional<List<Constant>> constants(byte[] content) {
    if (content.length < HEAD || !ClassFile.isClass(content)) {
      return Optional.empty();
    }
    List<Constant> constants = new ArrayList<>();
    int count = unsignedShort(content, 8);
    int at = HEAD;
    for (int i = 1; i < count; i++) {
      if (at + 3 > content.length) {
        return Optional.empty();
      }
      int tag = content[at];
      int size = tag == UTF8 ? 2 + unsignedShort(content, at + 1) : size(tag);
      if (size == 0 || size > content.length - at - 1) {
        return Optional.empty();
      }
      constants.add(new Constant(content, at, at + 1 + size));
      at += 1 + size;
      i += tag == 5 || tag == 6 ? 1 : 0; // long and double count twice
    }
    return Optional.of(constants);
  }

  private static int size(int tag) {
    return tag >= 0 && tag <= LAST ? SIZES[tag] : 0;
  }

  private static int unsignedShort(byte[] content, int at) {
    return ((content[at] & 0xFF) << 8) | (content[at + 1] & 0xFF);
  }

  /** Three bits tell that it is short, and how long; five and up to two bytes hold it. */
  private static void writeNumber(int number, ByteArrayOutputStream out) {
    int bytes = number < 1 << 5 ? 1 : number < 1 << 13 ? 2 : number < 1 << 21 ? 3 : 4;
    for (int i = bytes - 1; i >= 0; i--) {
      int mark = bytes < 4 && i == bytes - 1 ? 0x80 | (bytes << 5) : 0;
      out.write(mark | ((number >>> (8 * i)) & 0xFF));
    }
  }

  private static int readNumber(ByteBuffer in) {
    int first = in.get() & 0xFF;
    boolean isShort = (first & 0x80) != 0;
    int bytes = isShort ? (first >>> 5) & 3 : 4;
    int number = isShort ? first & 0x1F : first;
    for (int i = 1; i < bytes; i++) {
      number = (number << 8) | (in.get() & 0xFF);
    }
    return number;
  }

  /**
   * The class whose texts were shared, by this or by jlink.
   *
   * @param size of the result, in bytes
   * @throws IOException if it is broken
   */
  static byte[] restore(ByteBuffer in, int size, JimageIndex index) throws IOException {
    try {
      ByteBuffer out = ByteBuffer.allocate(size);
      copy(in, HEAD, out);
      int count = Short.toUnsignedInt(out.getShort(HEAD - 2));
      for (int i = 1; i < count; i++) {
        int tag = in.get();
        switch (tag) {
          case SHARED -> {
            out.put((byte) UTF8);
            int length = out.position();
            text(index, readNumber(in), out.putShort((short) 0));
            out.putShort(length, (short) (out.position() - length - 2));
          }
          case DESCRIPTOR -> {
            out.put((byte) UTF8);
            int length = out.position();
            descriptor(in, index, out.putShort((short) 0));
            out.putShort(length, (short) (out.position() - length - 2));
          }
          case UTF8 ->
              copy(in, 2 + Short.toUnsignedInt(in.getShort(in.position())), out.put((byte) tag));
          default -> {
            copy(in, SIZES[tag], out.put((byte) tag));
            i += tag == 5 || tag == 6 ? 1 : 0;
          }
        }
      }
      copy(in, in.remaining(), out);
      if (out.hasRemaining()) {
        throw new IOException("it is cut short");
      }
      return out.array();
    } catch (BufferUnderflowException
        | java.nio.BufferOverflowException
        | IndexOutOfBoundsException e) {
      throw new IOException("it does not fit in its size", e);
    }
  }

  /** After each L of the text come a package and a name, as in {@code (L;)V}. */
  private static void descriptor(ByteBuffer in, JimageIndex index, ByteBuffer out) {
    int text = readNumber(in);
    int end = readNumber(in);
    end += in.position();
    for (int i = text; i < index.end(text); i++) {
      byte letter = index.strings()[i];
      out.put(letter);
      if (letter == 'L' && in.position() < end) {
        int start = out.position();
        text(index, readNumber(in), out);
        if (out.position() > start) {
          out.put((byte) '/');
        }
        text(index, readNumber(in), out);
      }
    }
  }

  private static void text(JimageIndex index, int offset, ByteBuffer out) {
    out.put(index.strings(), offset, index.end(offset) - offset);
  }

  private static void copy(ByteBuffer in, int length, ByteBuffer out) {
    ByteBuffer part = in.slice().limit(length);
    out.put(part);
    in.position(in.position() + length);
  }
}
