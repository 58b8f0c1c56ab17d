package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Entry;

/** Where a file's content lies; names of one file have the same. */
record Content(int layer, long start) {
  static Content of(Entry file) {
    return new Content(file.layer(), file.start());
  }
}
