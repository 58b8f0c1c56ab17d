package io.github.slimmaven.jvm;

import io.github.slimmaven.elf.ElfBytes;
import io.github.slimmaven.fuzz.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** What is read of a Java runtime and of an app's classes, for the fuzzer. */
public final class JvmFormats {
  private JvmFormats() {}

  /** All of this package. */
  public static List<Format> all() throws IOException {
    byte[] type = content("/java/lang/Object.class");
    return List.of(
        Format.of(
            "jimage", (in, scratch) -> library(in), jimage(content("/module-info.class"), type)),
        Format.of("class-file", (in, scratch) -> classFile(in), type),
        Format.of(
            "symbol-table",
            (in, scratch) -> SymbolTable.without(in),
            ElfBytes.of("/lib/ld.so", "libc.so.6")));
  }

  private static byte[] content(String name) throws IOException {
    try (InputStream in = Object.class.getModule().getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static void library(byte[] input) throws IOException {
    try (Jimage image = Jimage.open(new SeekableInMemoryByteChannel(input), "lib/modules")) {
      ModuleTable.of(image, "lib/modules");
      int most = 20;
      for (Jimage.Resource resource : image.resources()) {
        if (most-- > 0) {
          image.read(resource);
        }
      }
    }
  }

  /** Its callers name the file. */
  private static void classFile(byte[] input) throws IOException {
    try {
      ClassFile.texts(input);
    } catch (IOException e) {
      throw new JvmException("'a.class' is no whole class: " + e.getMessage(), e);
    }
  }

  /** A class library of one module with these two resources. */
  private static byte[] jimage(byte[] moduleInfo, byte[] type) throws IOException {
    String texts = "\0java.base\0module-info\0class\0java/lang\0Object\0";
    ByteArrayOutputStream locations = new ByteArrayOutputStream();
    locations.write(0);
    int first = locations.size();
    location(locations, texts, "", "module-info", 0, moduleInfo.length);
    int second = locations.size();
    location(locations, texts, "java/lang", "Object", moduleInfo.length, type.length);
    byte[] strings = texts.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(
                28 + 16 + locations.size() + strings.length + moduleInfo.length + type.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0xCAFEDADA).putInt(1 << 16).putInt(0).putInt(2).putInt(2);
    out.putInt(locations.size()).putInt(strings.length);
    out.putInt(0).putInt(0).putInt(first).putInt(second);
    out.put(locations.toByteArray()).put(strings).put(moduleInfo).put(type);
    return out.array();
  }

  private static void location(
      ByteArrayOutputStream out, String texts, String parent, String base, int offset, int size) {
    attribute(out, JimageIndex.MODULE, texts.indexOf("java.base"));
    attribute(out, JimageIndex.PARENT, parent.isEmpty() ? 0 : texts.indexOf(parent));
    attribute(out, JimageIndex.BASE, texts.indexOf(base));
    attribute(out, JimageIndex.EXTENSION, texts.indexOf("class"));
    attribute(out, JimageIndex.OFFSET, offset);
    attribute(out, JimageIndex.SIZE, size);
    out.write(0);
  }

  private static void attribute(ByteArrayOutputStream out, int kind, int value) {
    out.write(kind << 3 | 3);
    out.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
  }
}
