package io.github.slimmaven.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A file or directory that is deleted unless it gets finished: on close, and when the JVM is shut
 * down (Ctrl-C) and its writer does not close it in time.
 */
final class Unfinished implements Closeable {
  /** Whoever shuts down interrupts the writers, too: they close. Longer than that takes. */
  private static final long PATIENCE_SECONDS = 15;

  private final Path path;
  private final Thread hook;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean finished;

  Unfinished(Path path) {
    this.path = path;
    this.hook = new Thread(this::awaitClose, "slim unfinished");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM goes down already: close() deletes
    }
  }

  /** It stays. */
  void finished() {
    finished = true;
  }

  @Override
  public void close() throws IOException {
    try {
      if (!finished) {
        Trees.delete(path);
      }
    } finally {
      closed.countDown();
      removeHook();
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the hook runs, and finds this closed
    }
  }

  /** Deleting beside the writer would leave what it adds meanwhile. */
  private void awaitClose() {
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS) && !finished) {
        Trees.delete(path);
      }
    } catch (IOException | InterruptedException e) {
      return; // nobody is left to tell
    }
  }
}
