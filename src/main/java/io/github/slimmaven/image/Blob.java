package io.github.slimmaven.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The stored bytes of a layer, compressed or not, wherever they are. */
public interface Blob {
  /** A blob that is a whole file. */
  static Blob of(Descriptor descriptor, Path file) throws IOException {
    return new FileBlob(descriptor, Slice.whole(file));
  }

  /** What the manifest says about it. */
  Descriptor descriptor();

  /** The bytes from the first on. The caller closes the stream. */
  InputStream open() throws IOException;
}
