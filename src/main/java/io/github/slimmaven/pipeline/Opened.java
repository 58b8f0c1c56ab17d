package io.github.slimmaven.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in the opposite order; all of it, whatever fails. */
final class Opened implements Closeable {
  private final Deque<AutoCloseable> things = new ArrayDeque<>();

  void add(AutoCloseable thing) {
    things.push(thing);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    while (!things.isEmpty()) {
      try {
        things.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        if (failure == null) {
          failure = e instanceof IOException known ? known : new IOException(e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
