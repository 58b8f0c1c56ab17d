package io.github.slimmaven.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files that are made once and then only read, by any number of threads and processes. A file is
 * made under a lock, beside its place, and moved there when it is whole. {@link CacheLimit} removes
 * those that were unused for longest.
 */
public final class Cache {
  /** Lock files, which stay: deleting one could let two holders in. A power of two. */
  private static final int LOCKS = 64;

  /** The folders of all names. */
  private static final List<String> FOLDERS =
      List.of("archives", "blobs", "cds", "jvm", "layers", "verified");

  private final Path directory;

  private Cache(Path directory) {
    this.directory = directory.toAbsolutePath();
  }

  /** The cache of this user's builds. */
  public static Cache of(Path directory) {
    return new Cache(directory);
  }

  /** Writes a file. */
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** The file of this name if it is there; marks it as used. */
  public Optional<Path> find(String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return Optional.of(file);
  }

  /** Where the file of this name is, if there is one. */
  Path path(String name) {
    return directory.resolve(name);
  }

  /** Forgets a file that turned out to be of no use; who reads it now reads on. */
  public void remove(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  /**
   * The file of this name, made if it is missing. If the content can't be written nothing is left.
   *
   * @param name a folder of the cache and a file's name
   * @param what for messages
   */
  public Path get(String name, String what, Content content) throws IOException {
    return get(name, what, content, true);
  }

  /**
   * The same, not forced to the disk, which would wait for all else that the machine has to write.
   * After a power cut the file may be damaged, which its readers must see.
   */
  Path unforced(String name, String what, Content content) throws IOException {
    return get(name, what, content, false);
  }

  private Path get(String name, String what, Content content, boolean forced) throws IOException {
    Optional<Path> found = find(name);
    if (found.isPresent()) {
      return found.get();
    }
    if (!FOLDERS.contains(name.substring(0, Math.max(0, name.indexOf('/'))))) {
      throw new IllegalArgumentException("'" + name + "' is in no folder of " + FOLDERS);
    }
    Path file = directory.resolve(name);
    Path locked = directory.resolve("locks").resolve("" + (name.hashCode() & (LOCKS - 1)));
    // Interned strings are one per JVM, also across the class loaders of parallel builds.
    synchronized (("slim-maven-plugin " + locked).intern()) {
      Files.createDirectories(file.getParent());
      Files.createDirectories(locked.getParent());
      try (FileChannel channel =
              FileChannel.open(locked, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = FileLocks.lock(channel)) {
        found = find(name);
        if (found.isEmpty() && lock.isValid()) {
          make(file, what, content, forced);
        }
      }
    }
    return file;
  }

  private static void make(Path file, String what, Content content, boolean forced)
      throws IOException {
    try (Unfinished unfinished = Unfinished.of(file)) {
      Path part = unfinished.path();
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        OutputStream out = Channels.newOutputStream(channel);
        content.write(out);
        if (forced) {
          channel.force(false);
        }
      } catch (IOException e) {
        throw explained(e, what, file.getParent());
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      unfinished.finished();
    }
  }

  /** Says so if the reason is that the disk is full. */
  static IOException explained(IOException e, String what, Path directory) {
    return FullDisk.explained(e, what, directory);
  }
}
