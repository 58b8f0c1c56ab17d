package io.github.slimmaven.jvm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a class file is read here: the texts of its constant pool (Java Virtual Machine
 * Specification, 4.4), and of a {@code module-info} its attributes.
 */
final class ClassFile {
  private static final int MAGIC = 0xCAFEBABE;

  private ClassFile() {}

  /** Whether a file starts as a class does; fat binaries of macOS do, too. */
  static boolean isClass(byte[] head) {
    return head.length >= 8
        && ByteBuffer.wrap(head).getInt() == MAGIC
        && ByteBuffer.wrap(head).getShort(6) >= 45;
  }

  /**
   * All texts of the constant pool: names of classes, descriptors, signatures, strings.
   *
   * @throws IOException if this is no whole class file
   */
  static List<String> texts(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    String[] pool = pool(in);
    List<String> texts = new ArrayList<>();
    for (String text : pool) {
      if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static String[] pool(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("no class file");
    }
    in.skipNBytes(4);
    String[] texts = new String[in.readUnsignedShort()];
    for (int i = 1; i < texts.length; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> texts[i] = in.readUTF();
        case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        default -> throw new IOException("unknown constant '" + tag + "'");
      }
    }
    return texts;
  }

  /**
   * A {@code module-info} without one of its attributes.
   *
   * @throws IOException if it is cut short, or has fields or methods
   */
  static byte[] without(String attribute, byte[] moduleInfo) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(moduleInfo));
    String[] texts = pool(in);
    in.skipNBytes(6);
    in.skipNBytes(2L * in.readUnsignedShort());
    int members = in.readInt(); // fields and methods, two bytes each
    if (members != 0) {
      throw new IOException("a module-info with members");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(moduleInfo.length);
    DataOutputStream out = new DataOutputStream(bytes);
    int head = moduleInfo.length - in.available();
    int count = in.readUnsignedShort();
    int kept = 0;
    for (int i = 0; i < count; i++) {
      int name = in.readUnsignedShort();
      int length = in.readInt();
      if (name >= texts.length || length < 0 || length > in.available()) {
        throw new IOException("an attribute that does not fit");
      }
      byte[] value = in.readNBytes(length);
      if (!attribute.equals(texts[name])) {
        out.writeShort(name);
        out.writeInt(length);
        out.write(value);
        kept++;
      }
    }
    ByteArrayOutputStream result = new ByteArrayOutputStream(moduleInfo.length);
    result.write(moduleInfo, 0, head);
    result.write(kept >>> 8);
    result.write(kept);
    bytes.writeTo(result);
    return result.toByteArray();
  }
}
