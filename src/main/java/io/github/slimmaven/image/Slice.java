package io.github.slimmaven.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Some bytes of a file.
 *
 * @param file absolute path
 * @param offset bytes
 * @param length bytes
 */
record Slice(Path file, long offset, long length) {

  static Slice whole(Path file) throws IOException {
    return new Slice(file.toAbsolutePath(), 0, Files.size(file));
  }

  SeekableByteChannel channel() throws IOException {
    return new Window(FileChannel.open(file), offset, length);
  }

  InputStream stream() throws IOException {
    return Channels.newInputStream(channel());
  }

  /** All bytes; for small things. */
  byte[] bytes(String what, int limit) throws IOException {
    if (length > limit) {
      throw new ImageException(
          what + " has " + length + " bytes, more than " + limit + ": is it the right file?");
    }
    try (InputStream in = stream()) {
      return in.readAllBytes();
    }
  }

  private static final class Window extends ReadOnlyChannel {
    private final FileChannel file;
    private final long offset;

    Window(FileChannel file, long offset, long length) {
      super(file, length);
      this.file = file;
      this.offset = offset;
    }

    @Override
    int read(SeekableByteChannel channel, long at, ByteBuffer buffer) throws IOException {
      return file.read(buffer, offset + at);
    }
  }
}
