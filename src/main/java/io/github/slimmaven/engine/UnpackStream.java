package io.github.slimmaven.engine;

import io.github.slimmaven.image.PathName;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Map;

/**
 * Writes operations for {@code sensor unpack}; their form is in {@code src/main/native/unpack.h}.
 */
final class UnpackStream {
  private final DataOutputStream out;

  UnpackStream(OutputStream out) {
    this.out = new DataOutputStream(new BufferedOutputStream(out, 1 << 16));
  }

  /**
   * What most operations say about their entry.
   *
   * @param name bytes, relative to the directory
   * @param mode permission bits, 07777
   * @param uid owner
   * @param gid group
   * @param seconds since the epoch
   * @param nanoseconds 0 to 999999999
   * @param xattrs extended attributes by name
   */
  record Attributes(
      byte[] name,
      int mode,
      long uid,
      long gid,
      long seconds,
      int nanoseconds,
      Map<String, byte[]> xattrs) {

    static Attributes named(byte[] name) {
      return new Attributes(name, 0, 0, 0, 0, 0, Map.of());
    }
  }

  void directory(Attributes attributes) throws IOException {
    operation('d', attributes, 0);
  }

  /**
   * A file.
   *
   * @param content read for exactly {@code size} bytes
   */
  void file(Attributes attributes, ReadableByteChannel content, long size) throws IOException {
    operation('f', attributes, size);
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    long left = size;
    while (left > 0) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), left));
      int count = content.read(buffer);
      if (count < 0) {
        throw new EOFException(left + " of " + size + " bytes are missing");
      }
      out.write(buffer.array(), 0, count);
      left -= count;
    }
  }

  void symlink(Attributes attributes, byte[] target) throws IOException {
    operation('l', attributes, target.length);
    out.write(target);
  }

  void hardLink(Attributes attributes, byte[] target) throws IOException {
    operation('h', attributes, target.length);
    out.write(target);
  }

  void device(Attributes attributes, boolean block, int major, int minor) throws IOException {
    operation(block ? 'b' : 'c', attributes, 8);
    out.writeInt(major);
    out.writeInt(minor);
  }

  void fifo(Attributes attributes) throws IOException {
    operation('p', attributes, 0);
  }

  void whiteout(byte[] name) throws IOException {
    operation('w', Attributes.named(name), 0);
  }

  void opaque(byte[] name) throws IOException {
    operation('o', Attributes.named(name), 0);
  }

  /** Without it, the directory is thrown away. */
  void end() throws IOException {
    operation('e', Attributes.named(new byte[0]), 0);
    out.flush();
  }

  private void operation(char kind, Attributes attributes, long payload) throws IOException {
    out.writeByte(kind);
    out.writeInt(attributes.mode());
    out.writeInt((int) attributes.uid());
    out.writeInt((int) attributes.gid());
    out.writeLong(attributes.seconds());
    out.writeInt(attributes.nanoseconds());
    out.writeInt(attributes.name().length);
    out.write(attributes.name());
    out.writeShort(attributes.xattrs().size());
    for (Map.Entry<String, byte[]> xattr : attributes.xattrs().entrySet()) {
      byte[] name = PathName.encode(xattr.getKey());
      out.writeShort(name.length);
      out.write(name);
      out.writeInt(xattr.getValue().length);
      out.write(xattr.getValue());
    }
    out.writeLong(payload);
  }
}
