package io.github.slimmaven.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The last lines of an app's log, for error messages. */
public final class LogTail {
  private static final int LINES = 20;
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_WIDTH = 500;

  private LogTail() {}

  /**
   * Reads at most 64 KiB from the end of a log; control characters become question marks.
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
        .map(LogTail::printable)
        .toList();
  }

  /** The end of a sentence: the last lines, indented, or that there are none. */
  static String of(Path log) {
    List<String> lines;
    try {
      lines = read(log, LINES);
    } catch (IOException e) {
      return "Its log '%s' cannot be read (%s).".formatted(log, e.getMessage());
    }
    if (lines.isEmpty()) {
      return "It wrote nothing to its output.";
    }
    return "The end of its output ('%s'):%n  %s"
        .formatted(log, String.join(System.lineSeparator() + "  ", lines));
  }

  /** Escape sequences of the app must not reach the user's terminal. */
  private static String printable(String line) {
    return line.replace('\t', ' ').replaceAll("[\\p{Cc}\\p{Cf}]", "?");
  }
}
