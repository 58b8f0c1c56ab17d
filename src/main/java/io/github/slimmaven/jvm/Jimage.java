package io.github.slimmaven.jvm;

import java.io.Closeable;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The class library of a Java runtime, {@code lib/modules}, version 1.0 of its format (OpenJDK
 * {@code src/java.base/share/native/libjimage/imageFile.hpp}). Nothing in it is trusted.
 */
final class Jimage implements Closeable {
  private static final int MAGIC = 0xCAFEDADA;
  private static final int VERSION = 1 << 16;
  private static final int HEADER = 28;
  private static final int COMPRESSED_MAGIC = 0xCAFEFAFA;
  private static final int COMPRESSED_HEADER = 29;
  private static final int ATTRIBUTES = 8;

  /** A JDK has 30,000 resources and 2 MB of strings. */
  private static final int MAX_RESOURCES = 1 << 20;

  private static final int MAX_INDEX = 64 << 20;
  private static final int MAX_RESOURCE = 64 << 20;

  /** jlink can put one way of compression on another. */
  private static final int MAX_COMPRESSIONS = 2;

  private final SeekableByteChannel channel;
  private final String name;
  private final ByteOrder order;
  private final long content;
  private final byte[] strings;
  private final List<Resource> resources;

  /**
   * One resource.
   *
   * @param path within the module, as in {@code java/lang/Object.class}
   * @param offset from the start of the contents, bytes
   * @param stored bytes if compressed, else 0
   * @param size bytes
   */
  record Resource(String module, String path, long offset, long stored, long size) {}

  private Jimage(
      SeekableByteChannel channel,
      String name,
      ByteOrder order,
      long content,
      byte[] strings,
      List<Resource> resources) {
    this.channel = channel;
    this.name = name;
    this.order = order;
    this.content = content;
    this.strings = strings;
    this.resources = resources;
  }

  /**
   * Reads the index.
   *
   * @param channel closed with the result, or if this fails
   * @param name for messages
   * @throws JvmException if it is no class library of a known format, or broken
   */
  static Jimage open(SeekableByteChannel channel, String name) throws IOException {
    try {
      return read(channel, name);
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (e instanceof BufferUnderflowException || e instanceof IndexOutOfBoundsException) {
        throw broken(name, "its index is cut short", e);
      }
      throw e;
    }
  }

  private static Jimage read(SeekableByteChannel channel, String name) throws IOException {
    ByteBuffer header =
        ByteBuffer.wrap(bytes(channel, 0, HEADER, name)).order(ByteOrder.LITTLE_ENDIAN);
    if (header.getInt(0) != MAGIC) {
      header.order(ByteOrder.BIG_ENDIAN);
    }
    int version = header.getInt(4);
    if (header.getInt(0) != MAGIC || version != VERSION) {
      throw new JvmException(
          "'%s' is no class library of a known format (magic %x, version %x)"
              .formatted(name, header.getInt(0), version));
    }
    int count = header.getInt(12);
    int table = header.getInt(16);
    int locations = header.getInt(20);
    int texts = header.getInt(24);
    long index = HEADER + 8L * table + locations + texts;
    if (count < 0
        || table < 0
        || locations < 0
        || texts < 0
        || count > MAX_RESOURCES
        || table > MAX_RESOURCES
        || index > MAX_INDEX
        || index > channel.size()) {
      throw broken(name, "its index does not fit in it", null);
    }
    long place = HEADER + 4L * table;
    ByteBuffer offsets = ByteBuffer.wrap(bytes(channel, place, 4L * table, name));
    offsets.order(header.order());
    place += 4L * table;
    byte[] places = bytes(channel, place, locations, name);
    byte[] strings = bytes(channel, place + locations, texts, name);
    List<Resource> resources = new ArrayList<>(count);
    for (int i = 0; i < table; i++) {
      int offset = offsets.getInt();
      if (offset != 0) {
        add(resource(places, offset, strings), channel.size() - index, name, resources);
      }
    }
    return new Jimage(channel, name, header.order(), index, strings, resources);
  }

  private static void add(Resource resource, long room, String name, List<Resource> resources)
      throws JvmException {
    if (resource.module().isEmpty()
        || resource.module().equals("modules")
        || resource.module().equals("packages")) {
      return; // its tree for jrt:/
    }
    long stored = resource.stored() == 0 ? resource.size() : resource.stored();
    if (resource.size() < 0
        || resource.size() > MAX_RESOURCE
        || stored < 0
        || stored > room
        || resource.offset() < 0
        || resource.offset() > room - stored) {
      throw broken(name, "'" + resource.path() + "' lies outside of it", null);
    }
    if (!isName(resource.module().replace('.', '/')) || !isName(resource.path())) {
      throw broken(name, "'" + resource.path() + "' is no name of a resource", null);
    }
    resources.add(resource);
  }

  /** Relative, without empty, "." and ".." parts. */
  private static boolean isName(String path) {
    for (String part : path.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return path.chars().allMatch(c -> c >= ' ' && c != '\\');
  }

  private static Resource resource(byte[] places, int offset, byte[] strings) {
    long[] values = new long[ATTRIBUTES];
    int at = offset;
    for (int head = places[at++]; (head & 0xF8) != 0; head = places[at++]) {
      int kind = (head & 0xFF) >>> 3;
      long value = 0;
      for (int i = 0; i <= (head & 7); i++) {
        value = (value << 8) | (places[at++] & 0xFF);
      }
      if (kind < ATTRIBUTES) {
        values[kind] = value;
      }
    }
    String parent = string(strings, values[2]);
    String extension = string(strings, values[4]);
    String path =
        (parent.isEmpty() ? "" : parent + "/")
            + string(strings, values[3])
            + (extension.isEmpty() ? "" : "." + extension);
    return new Resource(string(strings, values[1]), path, values[5], values[6], values[7]);
  }

  private static String string(byte[] strings, long offset) {
    int start = (int) Math.min(Math.max(offset, 0), strings.length);
    int end = start;
    while (strings[end] != 0) {
      end++;
    }
    return new String(strings, start, end - start, StandardCharsets.UTF_8);
  }

  /** All resources but those of the index itself, in no order. */
  List<Resource> resources() {
    return resources;
  }

  /**
   * The content of a resource.
   *
   * @throws JvmException if it is broken, or compressed in another way than by zip
   */
  byte[] read(Resource resource) throws IOException {
    long start = content + resource.offset();
    if (resource.stored() == 0) {
      return bytes(channel, start, resource.size(), name);
    }
    byte[] bytes = bytes(channel, start, resource.stored(), name);
    for (int i = 0;
        i < MAX_COMPRESSIONS
            && bytes.length > COMPRESSED_HEADER
            && ByteBuffer.wrap(bytes).order(order).getInt() == COMPRESSED_MAGIC;
        i++) {
      bytes = decompressed(resource, bytes);
    }
    if (bytes.length != resource.size()) {
      throw broken(name, "'" + resource.path() + "' has another size than its index says", null);
    }
    return bytes;
  }

  private byte[] decompressed(Resource resource, byte[] stored) throws JvmException {
    ByteBuffer header = ByteBuffer.wrap(stored).order(order);
    long size = header.getLong(12);
    String method = method(header.getInt(20));
    if (!method.equals("zip")) {
      throw new JvmException(
          "'%s' is compressed by '%s', which only its own JDK reads".formatted(name, method));
    }
    if (size < 0 || size > MAX_RESOURCE) {
      throw broken(name, "'" + resource.path() + "' has '" + size + "' bytes", null);
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored, COMPRESSED_HEADER, stored.length - COMPRESSED_HEADER);
      byte[] result = new byte[(int) size];
      int length = 0;
      while (length < result.length) {
        int count = inflater.inflate(result, length, result.length - length);
        if (count == 0) {
          throw broken(name, "'" + resource.path() + "' is cut short", null);
        }
        length += count;
      }
      return result;
    } catch (DataFormatException e) {
      throw broken(name, "'" + resource.path() + "' cannot be decompressed", e);
    } finally {
      inflater.end();
    }
  }

  private String method(int offset) throws JvmException {
    try {
      return string(strings, offset);
    } catch (IndexOutOfBoundsException e) {
      throw broken(name, "its index is cut short", e);
    }
  }

  private static byte[] bytes(SeekableByteChannel channel, long start, long size, String name)
      throws IOException {
    byte[] bytes = new byte[Math.toIntExact(size)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    channel.position(start);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw broken(name, "it is cut short", null);
      }
    }
    return bytes;
  }

  private static JvmException broken(String name, String why, Exception cause) {
    return new JvmException("'%s' is broken: %s".formatted(name, why), cause);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
