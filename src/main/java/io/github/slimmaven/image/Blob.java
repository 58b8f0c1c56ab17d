package io.github.slimmaven.image;

import java.io.IOException;
import java.io.InputStream;

/** The stored bytes of a layer, compressed or not, wherever they are. */
public interface Blob {
  /** What the manifest says about it. */
  Descriptor descriptor();

  /** The bytes from the first on. The caller closes the stream. */
  InputStream open() throws IOException;
}
