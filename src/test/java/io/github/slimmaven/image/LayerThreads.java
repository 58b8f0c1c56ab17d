package io.github.slimmaven.image;

import java.util.List;

/** The threads that verify layers. */
public final class LayerThreads {
  private LayerThreads() {}

  /** Those that have not ended. */
  public static List<Thread> alive() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.isAlive() && thread.getName().equals("slim-layer"))
        .toList();
  }
}
