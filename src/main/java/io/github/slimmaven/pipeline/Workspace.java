package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The temporary folder of one run. It goes when the run ends: normally, by an error, or when the
 * JVM is told to stop (Ctrl-C, TERM). What a killed JVM left is removed by the next run.
 */
final class Workspace implements AutoCloseable {
  private static final String PREFIX = "work-";

  private final Path directory;
  private int others;
  private final StopSignal signal;

  private Workspace(Path directory, StopSignal signal) {
    this.directory = directory;
    this.signal = signal;
  }

  /** Makes the folder in {@code parent}, which is made if need be. */
  static Workspace open(Path parent) throws IOException, InterruptedException {
    Files.createDirectories(parent);
    removeLeftovers(parent);
    Path directory = parent.resolve(PREFIX + UUID.randomUUID());
    Workspace workspace = new Workspace(directory, StopSignal.watch(directory));
    try {
      Files.createDirectory(directory);
      return workspace;
    } catch (IOException e) {
      workspace.close();
      throw e;
    }
  }

  /** Whether it was made in this folder. */
  boolean isIn(Path parent) {
    return directory.startsWith(parent);
  }

  /** A new sub-folder. */
  Path folder(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  /** A new sub-folder with a number after its name. */
  Path anotherFolder(String name) throws IOException {
    others++;
    return folder(name + "-" + others);
  }

  @Override
  public void close() throws IOException {
    try (signal) {
      Trees.delete(directory);
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
