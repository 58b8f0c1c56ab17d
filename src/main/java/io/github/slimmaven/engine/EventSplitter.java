package io.github.slimmaven.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Takes the sensor's events ({@code RS nonce SP event LF}, {@code src/main/native/launch.h}) out of
 * a stream of bytes, wherever they sit and however the stream is cut. Not thread-safe.
 */
final class EventSplitter {
  /** Longest event line, bytes, mark and line feed included. */
  static final int LONGEST = 4096;

  private static final byte RECORD_SEPARATOR = 0x1e;

  private final byte[] mark;
  private byte[] held = new byte[0];

  EventSplitter(String nonce) {
    this.mark = ((char) RECORD_SEPARATOR + nonce + " ").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Takes the next bytes.
   *
   * @param app receives what is no event, unchanged
   * @param events receives each complete event, without its mark and line feed
   */
  void accept(
      byte[] chunk, int offset, int length, ByteArrayOutputStream app, List<String> events) {
    byte[] bytes = new byte[held.length + length];
    System.arraycopy(held, 0, bytes, 0, held.length);
    System.arraycopy(chunk, offset, bytes, held.length, length);
    int plain = 0;
    int at = 0;
    while (at < bytes.length) {
      if (bytes[at] != RECORD_SEPARATOR) {
        at++;
        continue;
      }
      int end = end(bytes, at);
      if (end == INCOMPLETE) {
        break;
      }
      if (end == NO_EVENT) {
        at++;
        continue;
      }
      app.write(bytes, plain, at - plain);
      int start = at + mark.length;
      events.add(new String(bytes, start, end - start, StandardCharsets.UTF_8));
      at = end + 1;
      plain = at;
    }
    app.write(bytes, plain, at - plain);
    held = new byte[bytes.length - at];
    System.arraycopy(bytes, at, held, 0, held.length);
  }

  /** The bytes held back because they may have begun an event: the stream is over. */
  byte[] rest() {
    byte[] rest = held;
    held = new byte[0];
    return rest;
  }

  private static final int INCOMPLETE = -1;
  private static final int NO_EVENT = -2;

  /** Index of the line feed of the event that starts here, or one of the two constants. */
  private int end(byte[] bytes, int start) {
    int available = bytes.length - start;
    for (int i = 0; i < Math.min(mark.length, available); i++) {
      if (bytes[start + i] != mark[i]) {
        return NO_EVENT;
      }
    }
    int limit = Math.min(available, LONGEST);
    for (int i = mark.length; i < limit; i++) {
      if (bytes[start + i] == '\n') {
        return start + i;
      }
    }
    return available >= LONGEST ? NO_EVENT : INCOMPLETE;
  }
}
