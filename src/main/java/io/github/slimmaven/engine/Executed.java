package io.github.slimmaven.engine;

/**
 * A command that was executed beside an app.
 *
 * @param code its exit code; 128 + signal if a signal ended it
 * @param output both streams, at most their first 64 KiB
 */
public record Executed(int code, String output) {
  /** Bytes of output that are kept. */
  static final int MAX_OUTPUT = 64 << 10;
}
