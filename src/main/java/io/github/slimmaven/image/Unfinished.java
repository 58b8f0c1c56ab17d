package io.github.slimmaven.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A file or directory that is deleted unless it gets finished: on close, and when the JVM is shut
 * down (Ctrl-C) and its writer does not close it in time. What a killed JVM leaves is marked: see
 * {@link LiveMark}.
 */
public final class Unfinished implements Closeable {
  /** Whoever shuts down interrupts the writers, too: they close. Longer than that takes. */
  private static final long PATIENCE_SECONDS = 15;

  private static final String PART = ".part";

  private final Path path;
  private final Thread hook;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Optional<LiveMark> mark;
  private volatile boolean finished;

  /** One that lies where all goes with a killed run. */
  Unfinished(Path path) {
    this(path, Optional.empty());
  }

  private Unfinished(Path path, Optional<LiveMark> mark) {
    this.path = path;
    this.mark = mark;
    this.hook = new Thread(this::awaitClose, "slim unfinished");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM goes down already: close() deletes
    }
  }

  /**
   * A part of a file or directory of this name, beside it and not made yet. Parts that killed JVMs
   * left there are removed.
   */
  public static Unfinished of(Path whole) throws IOException {
    Path directory = whole.toAbsolutePath().getParent();
    try {
      LiveMark.removeDead(directory, Unfinished::removePart);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Path part = directory.resolve("." + whole.getFileName() + "-" + UUID.randomUUID() + PART);
    return new Unfinished(part, Optional.of(LiveMark.of(part)));
  }

  private static boolean removePart(Path thing, String note) throws IOException {
    boolean part = thing.toString().endsWith(PART);
    if (part) {
      Trees.delete(thing);
    }
    return part;
  }

  /** Where it is made. */
  public Path path() {
    return path;
  }

  /** It stays. */
  public void finished() {
    finished = true;
  }

  @Override
  public void close() throws IOException {
    try {
      if (!finished) {
        Trees.delete(path);
      }
      if (mark.isPresent()) {
        mark.get().close();
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
