package io.github.slimmaven.image;

import io.github.slimmaven.image.SparseMap.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** The content of a file in a tar; holes read as zeros. */
final class ExtentChannel extends ReadOnlyChannel {
  private final List<Extent> extents;

  ExtentChannel(SeekableByteChannel tar, List<Extent> extents, long size) {
    super(tar, size);
    this.extents = extents;
  }

  @Override
  int read(SeekableByteChannel tar, long at, ByteBuffer buffer) throws IOException {
    int next = firstEndingAfter(at);
    if (next < extents.size() && extents.get(next).offset() <= at) {
      Extent extent = extents.get(next);
      long left = extent.offset() + extent.length() - at;
      buffer.limit((int) Math.min(buffer.limit(), buffer.position() + left));
      return tar.position(extent.stored() + at - extent.offset()).read(buffer);
    }
    long hole = next < extents.size() ? extents.get(next).offset() - at : Long.MAX_VALUE;
    int count = (int) Math.min(buffer.remaining(), hole);
    buffer.put(new byte[count]);
    return count;
  }

  private int firstEndingAfter(long at) {
    int low = 0;
    int high = extents.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      Extent extent = extents.get(middle);
      if (extent.offset() + extent.length() > at) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
