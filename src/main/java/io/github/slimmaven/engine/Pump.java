package io.github.slimmaven.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** Takes what a process writes, in a thread of its own. */
final class Pump {
  private Pump() {}

  /** Where bytes go. */
  interface Sink {
    void take(byte[] chunk, int offset, int length);
  }

  /** Completes at the end of the stream, or when it breaks. */
  static CompletableFuture<Void> over(String name, InputStream stream, Sink sink) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    start(
        name,
        () -> {
          byte[] buffer = new byte[1 << 16];
          try (stream) {
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
              sink.take(buffer, 0, count);
            }
            over.complete(null);
          } catch (IOException | RuntimeException e) {
            over.completeExceptionally(e);
          }
        });
    return over;
  }

  static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
