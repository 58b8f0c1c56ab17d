package io.github.slimmaven.keep;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the string constants of a Java class (JVM Specification, 4.4). */
final class ClassStrings {
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int STRING = 8;

  private ClassStrings() {}

  static boolean isClass(byte[] head) {
    return head.length >= 8
        && head[0] == (byte) 0xCA
        && head[1] == (byte) 0xFE
        && head[2] == (byte) 0xBA
        && head[3] == (byte) 0xBE;
  }

  /** Paths; programs too if the class can run any. A class that is cut short mentions nothing. */
  static void read(byte[] content, Mentioned mentioned) {
    Map<Integer, String> texts = new HashMap<>();
    List<Integer> strings = new ArrayList<>();
    Set<Integer> classes = new HashSet<>();
    try {
      pool(content, texts, strings, classes);
    } catch (IOException e) {
      return;
    }
    Set<String> names = classes.stream().map(texts::get).collect(Collectors.toSet());
    boolean runs =
        names.contains("java/lang/ProcessBuilder")
            || (names.contains("java/lang/Runtime") && texts.containsValue("exec"));
    for (int index : strings) {
      String string = texts.getOrDefault(index, "");
      SourceStrings.paths(string, mentioned);
      if (string.indexOf('/') > 0 && string.matches("[\\w.+@-]++(?:/[\\w.+@-]++)++")) {
        mentioned.relative().add(string);
      }
      if (runs) {
        SourceStrings.command(string, mentioned);
      }
    }
  }

  private static void pool(
      byte[] content, Map<Integer, String> texts, List<Integer> strings, Set<Integer> classes)
      throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    in.skipNBytes(8);
    int count = in.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case UTF8 -> texts.put(i, in.readUTF());
        case STRING -> strings.add(in.readUnsignedShort());
        case CLASS -> classes.add(in.readUnsignedShort());
        case 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        default -> throw new IOException("unknown constant " + tag);
      }
    }
  }
}
