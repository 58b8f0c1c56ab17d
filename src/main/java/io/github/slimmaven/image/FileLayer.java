package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * A layer whose uncompressed tar lies in a file.
 *
 * @param blob the stored form that it came from, if it came from one
 */
record FileLayer(
    Digest diffId, Descriptor descriptor, boolean cacheable, Slice tar, Optional<Blob> blob)
    implements Layer {
  @Override
  public SeekableByteChannel open() throws IOException {
    return tar.channel();
  }
}
