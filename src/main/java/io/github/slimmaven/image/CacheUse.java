package io.github.slimmaven.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Says that a build reads the cache: what is in it then stays. It is a locked file in {@code locks}
 * of the cache; the lock ends with the process, however that ends.
 */
public final class CacheUse implements Closeable {
  private static final String PREFIX = "build-";

  /** Held while a build is announced, and while files are removed. */
  private static final String GATE = "gate";

  private final Path file;
  private final FileChannel channel;

  private CacheUse(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Begins, after a removal that is under way. */
  @SuppressWarnings("try") // the gate is held, not used
  public static CacheUse begin(Path cache) throws IOException, InterruptedException {
    Path locks = Files.createDirectories(cache.toAbsolutePath().resolve("locks"));
    try (Gate gate = Gate.pass(locks)) {
      Path file = locks.resolve(PREFIX + UUID.randomUUID());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel.lock();
      return new CacheUse(file, channel);
    }
  }

  /** It may go. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    channel.close();
  }

  /** Work on a cache that no build begins to read meanwhile. */
  interface Work<T> {
    /**
     * Does it.
     *
     * @param read whether builds read it that have begun before
     */
    T run(boolean read) throws IOException;
  }

  @SuppressWarnings("try")
  static <T> T apart(Path cache, Work<T> work) throws IOException, InterruptedException {
    Path locks = Files.createDirectories(cache.toAbsolutePath().resolve("locks"));
    try (Gate gate = Gate.pass(locks)) {
      return work.run(isRead(locks));
    }
  }

  private static boolean isRead(Path locks) throws IOException {
    boolean read = false;
    try (DirectoryStream<Path> builds = Files.newDirectoryStream(locks, PREFIX + "*")) {
      for (Path build : builds) {
        read |= isLocked(build);
      }
    }
    return read;
  }

  /** Removes the file of a build that was killed. */
  private static boolean isLocked(Path build) throws IOException {
    try (FileChannel channel = FileChannel.open(build, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        return true;
      }
      Files.deleteIfExists(build);
      return false;
    } catch (OverlappingFileLockException e) {
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private record Gate(FileChannel channel) implements Closeable {

    static Gate pass(Path locks) throws IOException, InterruptedException {
      FileChannel channel =
          FileChannel.open(
              locks.resolve(GATE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        while (!locked(channel)) {
          // Held within this JVM, perhaps under another class loader: there is no event to wait
          // for.
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
          if (Thread.interrupted()) {
            throw new InterruptedException("interrupted while another build cleaned the cache");
          }
        }
        return new Gate(channel);
      } catch (IOException | InterruptedException e) {
        channel.close();
        throw e;
      }
    }

    private static boolean locked(FileChannel channel) throws IOException {
      try {
        return channel.lock().isValid();
      } catch (OverlappingFileLockException e) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
