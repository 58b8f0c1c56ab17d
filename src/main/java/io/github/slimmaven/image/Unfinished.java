package io.github.slimmaven.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

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
      delete(path);
    }
  }

  private void deleteQuietly() {
    try {
      delete(path);
    } catch (IOException | UncheckedIOException e) {
      return; // nobody is left to tell
    }
  }

  /** Deletes a file or a tree. */
  static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
