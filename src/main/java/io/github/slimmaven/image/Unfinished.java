package io.github.slimmaven.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file or directory that is deleted unless it gets finished: on close, and when the JVM is shut
 * down before (Ctrl-C).
 */
final class Unfinished implements Closeable {
  private final Path path;
  private final Thread hook;
  private boolean finished;

  Unfinished(Path path) {
    this.path = path;
    this.hook = new Thread(this::deleteQuietly, "slim unfinished");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      finished = false; // the JVM goes down already: close() deletes
    }
  }

  /** It stays. */
  void finished() {
    finished = true;
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the hook runs
    }
    if (!finished) {
      Trees.delete(path);
    }
  }

  private void deleteQuietly() {
    try {
      Trees.delete(path);
    } catch (IOException e) {
      return; // nobody is left to tell
    }
  }
}
