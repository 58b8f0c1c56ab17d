package io.github.slimmaven.inventory.scan;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** Lines of a text that may have been made to be absurd. */
final class IndexLines {
  /** Characters. */
  private static final int MOST = 1 << 20;

  private final Reader reader;
  private final String from;

  /**
   * Lines of a reader, which should be buffered.
   *
   * @param from for the message
   */
  IndexLines(Reader reader, String from) {
    this.reader = reader;
    this.from = from;
  }

  /** The next line without its end; empty if there is none. */
  Optional<String> next() throws IOException {
    StringBuilder line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      if (line.length() == MOST) {
        throw new AdvisoryException(
            "'" + from + "' has a line of more than 1 MiB. Download the vulnerability data again");
      }
      line.append((char) c);
    }
    return Optional.of(line.toString());
  }
}
