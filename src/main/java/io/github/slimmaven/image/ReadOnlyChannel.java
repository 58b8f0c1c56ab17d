package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A position and what it means to be read only; subclasses say where the bytes are. */
abstract class ReadOnlyChannel implements SeekableByteChannel {
  private final SeekableByteChannel under;
  private final long size;
  private long position;

  /**
   * @param under closed with this channel
   * @param size bytes
   */
  ReadOnlyChannel(SeekableByteChannel under, long size) {
    this.under = under;
    this.size = size;
  }

  /**
   * Reads at least one byte; the buffer's limit holds it within the content.
   *
   * @return how many
   */
  abstract int read(SeekableByteChannel channel, long at, ByteBuffer buffer) throws IOException;

  @Override
  public final int read(ByteBuffer buffer) throws IOException {
    if (!isOpen()) {
      throw new ClosedChannelException();
    }
    if (position >= size) {
      return -1;
    }
    if (!buffer.hasRemaining()) {
      return 0;
    }
    int limit = buffer.limit();
    try {
      buffer.limit((int) Math.min(limit, buffer.position() + (size - position)));
      int count = read(under, position, buffer);
      if (count <= 0) {
        throw new ImageException(
            "a layer became shorter while it was read: it has no byte " + position + " any more");
      }
      position += count;
      return count;
    } finally {
      buffer.limit(limit);
    }
  }

  @Override
  public final long position() {
    return position;
  }

  @Override
  public final SeekableByteChannel position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("'" + newPosition + "' is no position");
    }
    position = newPosition;
    return this;
  }

  @Override
  public final long size() {
    return size;
  }

  @Override
  public final int write(ByteBuffer buffer) {
    throw new NonWritableChannelException();
  }

  @Override
  public final SeekableByteChannel truncate(long newSize) {
    throw new NonWritableChannelException();
  }

  @Override
  public final boolean isOpen() {
    return under.isOpen();
  }

  @Override
  public final void close() throws IOException {
    under.close();
  }
}
