package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Verifies, unpacks or compresses layers side by side, as many at once as there are processors. Of
 * several that are corrupt the first is reported, whichever is found first; the later ones are
 * stopped then.
 */
public final class LayerChecks implements AutoCloseable {
  private static final long END_MILLIS = 10_000;

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final List<Future<?>> checks = new ArrayList<>();
  private final ExecutorService pool =
      Executors.newFixedThreadPool(
          Runtime.getRuntime().availableProcessors(),
          check -> {
            Thread thread = new Thread(check, "slim-layer");
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
          });

  /** Of all that are started; {@link Integer#MAX_VALUE} while none has failed. */
  private int firstFailed = Integer.MAX_VALUE;

  synchronized void start(Callable<?> check) {
    int index = checks.size();
    checks.add(pool.submit(() -> run(index, check)));
  }

  private Void run(int index, Callable<?> check) throws Exception {
    if (isBehindFailure(index)) {
      return null;
    }
    try {
      check.call();
      return null;
    } catch (Exception | Error e) {
      failed(index);
      throw e;
    }
  }

  private synchronized boolean isBehindFailure(int index) {
    return index > firstFailed;
  }

  private synchronized void failed(int index) {
    if (index < firstFailed) {
      firstFailed = index;
      checks
          .subList(Math.min(index + 1, checks.size()), checks.size())
          .forEach(later -> later.cancel(true));
    }
  }

  /**
   * Waits for all that were started.
   *
   * @throws ImageException if a layer is corrupt
   */
  public void passed() throws IOException {
    List<Future<?>> started;
    synchronized (this) {
      started = List.copyOf(checks);
    }
    for (Future<?> check : started) {
      passed(check);
    }
  }

  private static void passed(Future<?> check) throws IOException {
    try {
      check.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ClosedByInterruptException interrupted = new ClosedByInterruptException();
      interrupted.initCause(e);
      throw interrupted;
    } catch (CancellationException e) {
      throw new IOException("the layers are no longer verified", e);
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

  /** Stops what is still under way; no thread is left. */
  @Override
  public void close() {
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted(); // or nobody would be waited for
    for (Thread thread : threads) {
      try {
        thread.join(END_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
