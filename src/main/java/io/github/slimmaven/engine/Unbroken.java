package io.github.slimmaven.engine;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Requests that an interrupt of the caller must not break: the engine would carry them out all the
 * same, and nobody would know what it has made.
 */
final class Unbroken {
  private Unbroken() {}

  /** A request. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws IOException;
  }

  /** Sends it from another thread and waits for its answer; then the caller is interrupted. */
  static <T> T send(Request<T> request) throws IOException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Pump.start(
        "slim-request",
        () -> {
          try {
            answer.complete(request.send());
          } catch (IOException | RuntimeException | Error e) {
            answer.completeExceptionally(e);
          }
        });
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof IOException failure) {
            throw failure;
          }
          throw new EngineException("The Docker engine failed: " + e.getCause(), e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
