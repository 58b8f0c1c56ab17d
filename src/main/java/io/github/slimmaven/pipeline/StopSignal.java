package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds the JVM, told to stop (Ctrl-C, TERM), until a run has undone what it began: interrupts the
 * run's thread and waits for it.
 */
final class StopSignal implements AutoCloseable {
  /** Longer than an engine's own kill and removal take. */
  private static final long UNWIND_SECONDS = 15;

  private final Path temporary;
  private final Thread runner = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "slim-stop");

  private StopSignal(Path temporary) {
    this.temporary = temporary;
  }

  /**
   * Watches over this thread's run.
   *
   * @param temporary a directory that is removed even if the run does not end
   * @throws InterruptedException if the JVM is going down already
   */
  static StopSignal watch(Path temporary) throws InterruptedException {
    StopSignal signal = new StopSignal(temporary);
    try {
      Runtime.getRuntime().addShutdownHook(signal.hook);
    } catch (IllegalStateException e) {
      InterruptedException stopped = new InterruptedException("the JVM is going down");
      stopped.initCause(e);
      throw stopped;
    }
    return signal;
  }

  /** The run has ended, and nothing temporary is left. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook runs and finds the run ended.
      return;
    }
  }

  /**
   * What to throw for the failure of a run: an interrupted thread's requests and files fail in
   * their own ways, and none of them is news.
   */
  static IOException unlessInterrupted(IOException failure) throws InterruptedException {
    if (Thread.interrupted()) {
      InterruptedException interrupted = new InterruptedException("stopped and cleaned up");
      interrupted.initCause(failure);
      throw interrupted;
    }
    return failure;
  }

  private void stop() {
    runner.interrupt();
    try {
      if (!ended.await(UNWIND_SECONDS, TimeUnit.SECONDS)) {
        Trees.delete(temporary);
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("Could not remove '" + temporary + "': " + e.getMessage());
    }
  }
}
