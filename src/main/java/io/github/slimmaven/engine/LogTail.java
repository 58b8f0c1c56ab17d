package io.github.slimmaven.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a log, for error messages. */
final class LogTail {
  private static final int LINES = 20;
  private static final int BYTES = 4096;

  private LogTail() {}

  /** The end of a sentence: the last lines, indented, or that there are none. */
  static String of(Path log) {
    String text;
    try (SeekableByteChannel channel = Files.newByteChannel(log)) {
      channel.position(Math.max(0, channel.size() - BYTES));
      ByteBuffer buffer = ByteBuffer.allocate(BYTES);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // reads until the buffer is full or the file ends
      }
      text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "Its log '%s' cannot be read (%s).".formatted(log, e.getMessage());
    }
    List<String> lines = text.lines().map(LogTail::printable).toList();
    if (lines.isEmpty()) {
      return "It wrote nothing to its output.";
    }
    return "The end of its output ('%s'):%n  %s"
        .formatted(
            log,
            String.join(
                System.lineSeparator() + "  ",
                lines.subList(Math.max(0, lines.size() - LINES), lines.size())));
  }

  /** Escape sequences of the app must not reach the user's terminal. */
  private static String printable(String line) {
    return line.replace('\t', ' ').replaceAll("\\p{Cntrl}", "?");
  }
}
