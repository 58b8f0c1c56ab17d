package io.github.slimmaven.image;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The named files of a layout or an archive. */
interface Blobs {
  /** The file of this relative name. */
  Optional<Slice> find(String name) throws IOException;

  /** How the user named the whole, for messages. */
  String home();

  /** The file of this name, which must be there. */
  default Slice need(String name) throws IOException {
    return find(name)
        .orElseThrow(
            () ->
                new ImageException(
                    "'"
                        + home()
                        + "' is incomplete: '"
                        + name
                        + "' is missing. Save, pull or build the image again"));
  }

  static String name(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  /** A small JSON blob, verified. */
  default byte[] json(Descriptor descriptor) throws IOException {
    byte[] bytes = need(name(descriptor.digest())).bytes(name(descriptor.digest()), JSON_LIMIT);
    Digest actual = Sha256.of(bytes);
    if (!actual.equals(descriptor.digest())) {
      throw new ImageException(
          "'"
              + home()
              + "' is corrupt: '"
              + name(descriptor.digest())
              + "' has digest '"
              + actual
              + "'. Save, pull or build the image again");
    }
    return bytes;
  }

  /** A layer's blob. */
  default Blob layer(Descriptor descriptor) throws IOException {
    Slice slice = need(name(descriptor.digest()));
    if (slice.length() != descriptor.size()) {
      throw new ImageException(
          "'"
              + home()
              + "' is corrupt: '"
              + name(descriptor.digest())
              + "' has '"
              + slice.length()
              + "' bytes, the manifest says '"
              + descriptor.size()
              + "'. Save, pull or build the image again");
    }
    return new FileBlob(descriptor, slice);
  }

  /** Digest of a file. */
  static Digest digest(Slice slice) throws IOException {
    try (InputStream in = slice.stream()) {
      return Sha256.of(in);
    }
  }

  /** Limit of an index, manifest or config, bytes. */
  int JSON_LIMIT = 16 << 20;
}
