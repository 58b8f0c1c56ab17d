package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import java.io.IOException;
import java.util.List;

/** Keeps what other kept entries need; applied until nothing is added. */
interface Growth {
  /**
   * Adds what these need.
   *
   * @param fresh entries that were added since the last call, by whatever rule
   */
  void extend(List<Entry> fresh, Selection selection) throws IOException;
}
