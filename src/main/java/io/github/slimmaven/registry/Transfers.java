package io.github.slimmaven.registry;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs transfers side by side. */
final class Transfers {
  private static final int AT_ONCE = 2;

  private static final long END_MILLIS = 10_000;

  private Transfers() {}

  /**
   * Runs all, and returns their results in order. At the first failure, or when interrupted, the
   * connection is closed, which ends the others; no thread is left.
   */
  static <T> List<T> inParallel(List<Callable<T>> work, Closeable connection)
      throws IOException, InterruptedException {
    List<Thread> made = new CopyOnWriteArrayList<>();
    ExecutorService threads =
        Executors.newFixedThreadPool(
            AT_ONCE,
            task -> {
              Thread thread = new Thread(task, "slim-transfer");
              thread.setDaemon(true);
              made.add(thread);
              return thread;
            });
    boolean done = false;
    try {
      CompletionService<T> running = new ExecutorCompletionService<>(threads);
      List<Future<T>> futures = new ArrayList<>();
      work.forEach(task -> futures.add(running.submit(task)));
      for (int i = 0; i < futures.size(); i++) {
        result(running.take());
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(result(future));
      }
      done = true;
      return results;
    } finally {
      threads.shutdownNow();
      if (!done) {
        connection.close();
      }
      // The pool says that it has terminated a moment before its last thread has.
      for (Thread thread : made) {
        thread.join(END_MILLIS);
      }
    }
  }

  private static <T> T result(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw io;
      }
      if (cause instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IOException(cause);
    }
  }
}
