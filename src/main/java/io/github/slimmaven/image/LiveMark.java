package io.github.slimmaven.image;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Says that something temporary is in use: a file beside it, {@code NAME.JVM.live}, locked by the
 * JVM that uses it and deleted after it. A mark that nobody locks was left by a JVM that was
 * killed, and what it names may go.
 */
public final class LiveMark implements Closeable {
  private static final String LIVE = ".live";
  private static final Pattern MARK =
      Pattern.compile(".+\\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.live", Pattern.DOTALL);

  /**
   * This JVM, in all class loaders. Its own marks are never opened again: closing any channel of a
   * file drops all of a process's locks on it (fcntl(2)).
   */
  private static final String JVM =
      (String)
          System.getProperties()
              .computeIfAbsent("io.github.slimmaven.jvm", k -> UUID.randomUUID().toString());

  private final Path mark;
  private final FileChannel channel;

  private LiveMark(Path mark, FileChannel channel) {
    this.mark = mark;
    this.channel = channel;
  }

  /** Marks something that is about to be made. */
  public static LiveMark of(Path thing) throws IOException {
    return of(thing, "");
  }

  /**
   * Marks something that is about to be made.
   *
   * @param note what {@link Dead} is told besides its path
   */
  public static LiveMark of(Path thing, String note) throws IOException {
    Path mark = thing.resolveSibling(thing.getFileName() + "." + JVM + LIVE);
    while (true) {
      FileChannel channel =
          FileChannel.open(mark, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = FileLocks.lock(channel);
        // Between creation and lock it was nobody's, and may have been taken away.
        if (lock.isValid() && Files.exists(mark)) {
          channel.write(StandardCharsets.UTF_8.encode(note));
          return new LiveMark(mark, channel);
        }
        channel.close();
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  /** What was in use is gone. */
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(mark);
    }
  }

  /** Removes what a killed JVM has left. */
  @FunctionalInterface
  public interface Dead {
    /**
     * Removes it, if it is there.
     *
     * @param thing that had the mark
     * @param note that was given with it
     * @return whether it is gone, and so its mark may go
     */
    boolean remove(Path thing, String note) throws IOException, InterruptedException;
  }

  /**
   * Removes what killed JVMs have left in a directory; nothing that a living one uses.
   *
   * @param directory may be missing
   */
  public static void removeDead(Path directory, Dead dead)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> marks = Files.newDirectoryStream(directory, "*" + LIVE)) {
      for (Path mark : marks) {
        if (MARK.matcher(mark.getFileName().toString()).matches()
            && !mark.toString().endsWith("." + JVM + LIVE)) {
          removeIfDead(mark, dead);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  private static void removeIfDead(Path mark, Dead dead) throws IOException, InterruptedException {
    try (FileChannel channel =
            FileChannel.open(mark, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && dead.remove(thing(mark), Files.readString(mark))) {
        Files.deleteIfExists(mark);
      }
    } catch (NoSuchFileException | AccessDeniedException e) {
      return; // its user, or another janitor, was faster; or it is another user's
    }
  }

  private static Path thing(Path mark) {
    String name = mark.getFileName().toString();
    return mark.resolveSibling(name.substring(0, name.length() - LIVE.length() - JVM.length() - 1));
  }

  /** Whether something has a mark, of whatever JVM. */
  public static boolean isMarked(Path thing) throws IOException {
    try (DirectoryStream<Path> marks =
        Files.newDirectoryStream(
            thing.toAbsolutePath().getParent(), thing.getFileName() + ".*" + LIVE)) {
      return marks.iterator().hasNext();
    }
  }
}
