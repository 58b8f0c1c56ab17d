package io.github.slimmaven.pipeline;

/** Measures a run, stage by stage. */
final class Stopwatch {
  private final long start = System.nanoTime();
  private long lap = start;

  /** Milliseconds since the last lap, or the start. */
  long lap() {
    long now = System.nanoTime();
    long millis = (now - lap) / 1_000_000;
    lap = now;
    return millis;
  }

  /** Milliseconds since the start. */
  long total() {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
