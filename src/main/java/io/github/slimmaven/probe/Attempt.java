package io.github.slimmaven.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets one exchange take place on a thread of its own, as a blocked socket heeds neither an
 * interruption nor the end of the app. However it ends, the socket is closed.
 */
final class Attempt {
  /** For an answer that is on its way while the app ends, milliseconds. */
  private static final int LAST_WORDS_MILLIS = 250;

  private Attempt() {}

  static Answer of(
      Probe probe, InetSocketAddress address, Deadline deadline, CompletableFuture<?> exit)
      throws IOException, InterruptedException {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    try (Wire wire = new Wire(address, deadline)) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  answer.complete(wire.ask(probe));
                } catch (IOException | InterruptedException | RuntimeException e) {
                  answer.completeExceptionally(e);
                }
              },
              "slim-probe");
      thread.setDaemon(true);
      thread.start();
      try {
        return await(answer, deadline, exit);
      } finally {
        thread.interrupt();
      }
    }
  }

  private static Answer await(
      CompletableFuture<Answer> answer, Deadline deadline, CompletableFuture<?> exit)
      throws IOException, InterruptedException {
    try {
      CompletableFuture<Void> ended = exit.handle((code, failure) -> null);
      CompletableFuture.anyOf(answer, ended).get(deadline.left(), TimeUnit.NANOSECONDS);
      return answer.get(
          Math.min(deadline.left(), LAST_WORDS_MILLIS * 1_000_000L), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      if (deadline.left() > 0) {
        throw new NoAnswer(Fault.CLOSED, "was not answered: the app ended meanwhile", e);
      }
      throw new NoAnswer(Fault.SILENT, "was not answered within " + deadline.text(), e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
