package io.github.slimmaven.keep;

import java.io.IOException;

/** Keeps entries for one reason. */
interface Rule {
  void apply(Selection selection) throws IOException;
}
