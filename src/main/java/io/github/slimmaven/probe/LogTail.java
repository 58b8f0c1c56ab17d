package io.github.slimmaven.probe;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The last lines of an app's log, for the message of a failure. */
public final class LogTail {
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_WIDTH = 500;

  private LogTail() {}

  /**
   * Reads at most 64 KiB from the end of a log; control characters are made visible.
   *
   * @throws IOException if the log cannot be read
   */
  public static List<String> read(Path log, int lines) throws IOException {
    byte[] end;
    boolean cut;
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - MAX_BYTES);
      end = new byte[(int) (file.length() - from)];
      cut = from > 0;
      file.seek(from);
      file.readFully(end);
    }
    List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
    int first = Math.max(cut && all.size() > 1 ? 1 : 0, all.size() - lines);
    return all.subList(first, all.size()).stream()
        .map(line -> line.length() <= MAX_WIDTH ? line : line.substring(0, MAX_WIDTH) + "...")
        .map(Probe::shown)
        .toList();
  }
}
