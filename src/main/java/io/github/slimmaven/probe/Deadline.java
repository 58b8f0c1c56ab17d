package io.github.slimmaven.probe;

import java.time.Duration;

/** A point in time on the monotonic clock. */
record Deadline(Duration timeout, long nanos) {
  static Deadline in(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "'" + timeout + "' is no timeout: expected more than 0 seconds");
    }
    return new Deadline(timeout, System.nanoTime() + timeout.toNanos());
  }

  /** This one, or an earlier one if {@code limit} ends first. */
  Deadline within(Duration limit) {
    return left() <= limit.toNanos() ? this : in(limit);
  }

  /** A little earlier: who reads until then can still say what came before the time was up. */
  Deadline early() {
    return new Deadline(timeout, nanos - Math.min(timeout.toNanos() / 4, 500_000_000L));
  }

  /** Nanoseconds left, at least 0. */
  long left() {
    return Math.max(0, nanos - System.nanoTime());
  }

  /** Milliseconds left as a socket wants them: at least 1, as 0 would mean for ever. */
  int millis() {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left() / 1_000_000));
  }

  /** {@code 60 s} or {@code 250 ms}. */
  String text() {
    long millis = timeout.toMillis();
    return millis >= 1000 && millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
