package io.github.slimmaven.jvm;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The class library of a Java runtime, {@code lib/modules}, version 1.0 of its format (OpenJDK
 * {@code src/java.base/share/native/libjimage/imageFile.hpp}). Nothing in it is trusted.
 */
final class Jimage implements Closeable {
  static final String PACKAGES = "packages";
  static final String ZIP = "zip";
  static final int COMPRESSED_MAGIC = 0xCAFEFAFA;
  static final int COMPRESSED_HEADER = 29;
  private static final int MAX_RESOURCE = 64 << 20;

  /** jlink can put one way of compression on another. */
  private static final int MAX_COMPRESSIONS = 2;

  private final SeekableByteChannel channel;
  private final String name;
  private final JimageIndex index;
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
      SeekableByteChannel channel, String name, JimageIndex index, List<Resource> resources) {
    this.channel = channel;
    this.name = name;
    this.index = index;
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
      if (JimageIndex.isCutShort(e)) {
        throw JimageIndex.broken(name, "its index is cut short", e);
      }
      throw e;
    }
  }

  private static Jimage read(SeekableByteChannel channel, String name) throws IOException {
    JimageIndex index = JimageIndex.read(channel, name);
    List<Resource> resources = new ArrayList<>(index.offsets().length);
    for (int offset : index.offsets()) {
      if (offset != 0) {
        add(resource(index, offset), channel.size() - index.size(), name, resources);
      }
    }
    return new Jimage(channel, name, index, resources);
  }

  /** Whether what belongs to a module of this name is the library's own tree for {@code jrt:/}. */
  static boolean isTree(String module) {
    return module.isEmpty() || module.equals("modules") || module.equals(PACKAGES);
  }

  private static void add(Resource resource, long room, String name, List<Resource> resources)
      throws JvmException {
    if (isTree(resource.module())) {
      return;
    }
    long stored = resource.stored() == 0 ? resource.size() : resource.stored();
    if (resource.size() < 0
        || resource.size() > MAX_RESOURCE
        || stored < 0
        || stored > room
        || resource.offset() < 0
        || resource.offset() > room - stored) {
      throw JimageIndex.broken(name, "'" + resource.path() + "' lies outside of it", null);
    }
    if (!isName(resource.module().replace('.', '/')) || !isName(resource.path())) {
      throw JimageIndex.broken(name, "'" + resource.path() + "' is no name of a resource", null);
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

  private static Resource resource(JimageIndex index, int offset) {
    long[] values = index.attributes(offset);
    String parent = index.string(values[JimageIndex.PARENT]);
    String extension = index.string(values[JimageIndex.EXTENSION]);
    String path =
        (parent.isEmpty() ? "" : parent + "/")
            + index.string(values[JimageIndex.BASE])
            + (extension.isEmpty() ? "" : "." + extension);
    return new Resource(
        index.string(values[JimageIndex.MODULE]),
        path,
        values[JimageIndex.OFFSET],
        values[JimageIndex.STORED],
        values[JimageIndex.SIZE]);
  }

  JimageIndex index() {
    return index;
  }

  /** All resources but those of the index itself, in no order. */
  List<Resource> resources() {
    return resources;
  }

  /**
   * The content of a resource.
   *
   * @throws JvmException if it is broken, or compressed in a way that is not known
   */
  byte[] read(Resource resource) throws IOException {
    return read(resource.path(), resource.offset(), resource.stored(), resource.size());
  }

  /**
   * What lies at the offset.
   *
   * @param path for messages
   */
  byte[] read(String path, long offset, long stored, long size) throws IOException {
    long start = index.size() + offset;
    if (stored == 0) {
      return JimageIndex.bytes(channel, start, size, name);
    }
    byte[] bytes = JimageIndex.bytes(channel, start, stored, name);
    for (int i = 0;
        i < MAX_COMPRESSIONS
            && bytes.length > COMPRESSED_HEADER
            && ByteBuffer.wrap(bytes).order(index.order()).getInt() == COMPRESSED_MAGIC;
        i++) {
      bytes = decompressed(path, bytes);
    }
    if (bytes.length != size) {
      throw JimageIndex.broken(name, "'" + path + "' has another size than its index says", null);
    }
    return bytes;
  }

  private byte[] decompressed(String path, byte[] stored) throws JvmException {
    ByteBuffer in = ByteBuffer.wrap(stored).order(index.order());
    long size = in.getLong(12);
    String method = method(in.getInt(20));
    if (size < 0 || size > MAX_RESOURCE) {
      throw JimageIndex.broken(name, "'" + path + "' has '" + size + "' bytes", null);
    }
    try {
      return switch (method) {
        case ZIP -> inflated(stored, (int) size);
        case SharedStrings.METHOD ->
            SharedStrings.restore(
                ByteBuffer.wrap(stored).position(COMPRESSED_HEADER), (int) size, index);
        default ->
            throw new JvmException(
                "'%s' is compressed by '%s', which only its own JDK reads".formatted(path, method));
      };
    } catch (JvmException e) {
      throw e;
    } catch (IOException e) {
      throw JimageIndex.broken(name, "'" + path + "' cannot be decompressed", e);
    }
  }

  private static byte[] inflated(byte[] stored, int size) throws IOException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(stored, COMPRESSED_HEADER, stored.length - COMPRESSED_HEADER);
      byte[] result = new byte[size];
      int length = 0;
      while (length < result.length) {
        int count = inflater.inflate(result, length, result.length - length);
        if (count == 0) {
          throw new IOException("it is cut short");
        }
        length += count;
      }
      return result;
    } catch (DataFormatException e) {
      throw new IOException(e);
    } finally {
      inflater.end();
    }
  }

  private String method(int offset) throws JvmException {
    try {
      return index.string(offset);
    } catch (IndexOutOfBoundsException e) {
      throw JimageIndex.broken(name, "its index is cut short", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
