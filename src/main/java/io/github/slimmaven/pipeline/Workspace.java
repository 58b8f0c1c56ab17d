package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.LiveMark;
import io.github.slimmaven.image.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The temporary folder of one run. It goes when the run ends: normally, by an error, or when the
 * JVM is told to stop (Ctrl-C, TERM). What a killed JVM left is removed by the next run; the folder
 * of a run that lives, in whatever JVM, is not.
 */
final class Workspace implements AutoCloseable {
  private static final String PREFIX = "work-";

  private final Path directory;
  private int others;
  private final LiveMark mark;
  private final StopSignal signal;

  private Workspace(Path directory, LiveMark mark, StopSignal signal) {
    this.directory = directory;
    this.mark = mark;
    this.signal = signal;
  }

  /** Makes the folder in {@code parent}, which is made if need be. */
  static Workspace open(Path parent) throws IOException, InterruptedException {
    Files.createDirectories(parent);
    removeLeftovers(parent);
    Path directory = parent.resolve(PREFIX + UUID.randomUUID());
    LiveMark mark = LiveMark.of(directory);
    Workspace workspace;
    try {
      workspace = new Workspace(directory, mark, StopSignal.watch(directory));
    } catch (InterruptedException e) {
      mark.close();
      throw e;
    }
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
    try (signal;
        mark) {
      Trees.delete(directory);
    }
  }

  /** What has no mark at all was left by a killed JVM whose mark is gone already. */
  private static void removeLeftovers(Path parent) throws IOException, InterruptedException {
    LiveMark.removeDead(parent, Workspace::removeLeftover);
    try (var entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path leftover : entries) {
        if (Files.isDirectory(leftover, LinkOption.NOFOLLOW_LINKS)
            && !LiveMark.isMarked(leftover)) {
          Trees.delete(leftover);
        }
      }
    }
  }

  private static boolean removeLeftover(Path thing, String note) throws IOException {
    boolean ours = thing.getFileName().toString().startsWith(PREFIX);
    if (ours) {
      Trees.delete(thing);
    }
    return ours;
  }
}
