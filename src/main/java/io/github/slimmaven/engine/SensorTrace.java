package io.github.slimmaven.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Whether a raw trace ({@code src/main/native/launch.h}) was kept to its end. */
final class SensorTrace {
  private static final String FIRST = "slim-trace 1 ";
  private static final int LONGEST_LOST = 8192;

  private SensorTrace() {}

  /**
   * Looks at both ends of a trace, and for the app itself.
   *
   * @throws EngineException if it has no first line, ends in the middle of one, says that it was
   *     lost, or knows of no program: then the app could not be looked into
   */
  static void check(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      long size = channel.size();
      String start = read(channel, 0, (int) Math.min(size, FIRST.length()));
      if (!start.equals(FIRST)) {
        throw worthless("it begins with '" + start + "' and not with '" + FIRST + "'");
      }
      int length = (int) Math.min(size, LONGEST_LOST);
      String end = read(channel, size - length, length);
      if (!end.endsWith("\n")) {
        throw worthless("its last line is not complete");
      }
      String last = end.substring(end.lastIndexOf('\n', end.length() - 2) + 1).strip();
      if (last.matches("lost[ \\t].*")) {
        throw worthless(last.substring(5).replace("%20", " "));
      }
    }
    // Paths are escaped: each byte of a trace is a character.
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      if (lines.noneMatch(line -> line.startsWith("run\t"))) {
        throw worthless("not one program was seen to be executed");
      }
    }
  }

  /**
   * Adds a {@code lim} record.
   *
   * @param sentence in ASCII; "" adds nothing
   */
  static void addLimit(Path file, String sentence) throws IOException {
    if (!sentence.isEmpty()) {
      Files.writeString(
          file, "lim\t" + sentence.replace("%", "%25") + "\n", StandardOpenOption.APPEND);
    }
  }

  private static String read(SeekableByteChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    channel.position(position);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // until it is full
    }
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
  }

  /** The sensor itself said that it broke. */
  static EngineException lost(String reason) {
    return new EngineException(
        "The sensor lost track of the app: %s. Nothing can be minified from this run; run it again, or set another 'engine'."
            .formatted(reason));
  }

  /** The trace does not look as it should. */
  static EngineException worthless(String reason) {
    return new EngineException(
        "The trace was not kept to its end: %s. Nothing can be minified from this run; run it again, or set another 'engine'."
            .formatted(reason));
  }
}
