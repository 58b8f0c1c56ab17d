package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The temporary folder of one run. It goes when the run ends: normally, by an error, or when the
 * JVM is told to stop (Ctrl-C, TERM); in that case the run's thread is interrupted first and given
 * time to stop what it started. What a killed JVM left is removed by the next run.
 */
final class Workspace implements AutoCloseable {
  private static final String PREFIX = "work-";

  /** Longer than an engine's own kill and removal take. */
  private static final long UNWIND_SECONDS = 20;

  private final Path directory;
  private final Thread runner = Thread.currentThread();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "slim-stop");

  private Workspace(Path directory) {
    this.directory = directory;
  }

  /** Makes the folder in {@code parent}, which is made if need be. */
  static Workspace open(Path parent) throws IOException {
    Files.createDirectories(parent);
    removeLeftovers(parent);
    Workspace workspace = new Workspace(Files.createTempDirectory(parent, PREFIX));
    Runtime.getRuntime().addShutdownHook(workspace.hook);
    return workspace;
  }

  /** A new sub-folder. */
  Path folder(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  @Override
  public void close() throws IOException {
    try {
      Trees.delete(directory);
    } finally {
      ended.countDown();
      if (!Thread.currentThread().equals(hook)) {
        removeHook();
      }
    }
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is shutting down: the hook runs and finds the run ended.
      return;
    }
  }

  private void stop() {
    runner.interrupt();
    try {
      if (!ended.await(UNWIND_SECONDS, TimeUnit.SECONDS)) {
        Trees.delete(directory);
      }
    } catch (IOException | InterruptedException e) {
      System.err.println("Could not remove '" + directory + "': " + e.getMessage());
    }
  }

  private static void removeLeftovers(Path parent) throws IOException {
    try (var entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path leftover : entries) {
        Trees.delete(leftover);
      }
    }
  }
}
