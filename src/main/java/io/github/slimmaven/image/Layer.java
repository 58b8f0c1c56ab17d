package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** One layer of an image; its uncompressed tar can be read at any offset, many times. */
public interface Layer {
  /** Digest of the uncompressed tar. */
  Digest diffId();

  /** Digest, media type and size (bytes) of the blob as the image's home stores it. */
  Descriptor descriptor();

  /**
   * Whether its unpacked form is worth remembering on this machine beyond the run: source layers
   * are, a layer that was minified just now is not. (Its gzip blob is remembered by diff id.)
   */
  boolean cacheable();

  /** The uncompressed tar, read only. The caller closes it. */
  SeekableByteChannel open() throws IOException;
}
