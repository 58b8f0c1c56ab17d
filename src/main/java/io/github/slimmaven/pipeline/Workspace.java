package io.github.slimmaven.pipeline;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * The temporary folder of one run. It goes when the run ends: normally, by an error, or when the
 * JVM is told to stop (Ctrl-C, TERM). What a killed JVM left is removed by the next run.
 */
final class Workspace implements AutoCloseable {
  private static final String PREFIX = "work-";

  private final Path directory;
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

  /** A new sub-folder. */
  Path folder(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  @Override
  public void close() throws IOException {
    try (signal) {
      delete(directory);
    }
  }

  private static void removeLeftovers(Path parent) throws IOException {
    try (var entries = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path leftover : entries) {
        delete(leftover);
      }
    }
  }

  /** Removes a folder with all that is in it; nothing happens if there is none. */
  static void delete(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            if (e instanceof AccessDeniedException && reopen(file)) {
              delete(file);
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Gives the owner of a directory back what an image's modes or an overlay took away. */
  private static boolean reopen(Path directory) {
    try {
      if (Files.isReadable(directory) && Files.isWritable(directory)) {
        return false;
      }
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
