package io.github.slimmaven.image;

import java.io.IOException;
import java.io.InputStream;

/** A blob that lies in a file. */
record FileBlob(Descriptor descriptor, Slice slice) implements Blob {
  @Override
  public InputStream open() throws IOException {
    return slice.stream();
  }
}
