package io.github.slimmaven.engine;

import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.Layer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Layers as directories that an overlay mount can take. A layer worth remembering is unpacked once
 * per machine and user, whoever else asks for it meanwhile waits; another goes where its run keeps
 * its things. A directory has its name only when it is complete.
 */
final class UnpackedLayers {
  private static final String PARTIAL = ".partial";

  private final SensorCommand sensor;
  private final Path cache;

  /**
   * @param cache holds the directories; readable by nobody else, for setuid programs of images are
   *     in it
   */
  UnpackedLayers(SensorCommand sensor, Path cache) {
    this.sensor = sensor;
    this.cache = cache;
  }

  /**
   * The directory of a layer, unpacked now if need be.
   *
   * @param own where it goes if it is not worth remembering; made by this
   */
  Path directory(Layer layer, Path own) throws IOException, InterruptedException {
    if (!layer.cacheable()) {
      unpack(layer, own);
      return own;
    }
    Path directory = cache.resolve(layer.diffId().hex());
    if (Files.isDirectory(directory)) {
      return directory;
    }
    makePrivate(cache);
    Path lock = cache.resolve(layer.diffId().hex() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock(channel)) {
      if (held.isValid() && !Files.isDirectory(directory)) {
        removePartial(layer);
        Path partial = cache.resolve(layer.diffId().hex() + "." + UUID.randomUUID() + PARTIAL);
        unpack(layer, partial);
        Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return directory;
  }

  private static void makePrivate(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  /** Waits for other processes, and for other parts of this one. */
  private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        // Held within this JVM, perhaps under another class loader: there is no event to wait for.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted while another build unpacked the same layer");
        }
      }
    }
  }

  /** What a process left that was killed; none is at work, for the lock is held. */
  private void removePartial(Layer layer) throws IOException, InterruptedException {
    try (DirectoryStream<Path> stale =
        Files.newDirectoryStream(cache, layer.diffId().hex() + ".*" + PARTIAL)) {
      for (Path partial : stale) {
        sensor.remove(partial);
      }
    }
  }

  private void unpack(Layer layer, Path directory) throws IOException, InterruptedException {
    SensorCommand.Running running = sensor.start("unpack", directory.toString());
    IOException failure = null;
    try (OutputStream in = running.input()) {
      new LayerOperations(new UnpackStream(in)).write(layer);
    } catch (ImageException e) {
      running.end();
      throw e;
    } catch (IOException e) {
      failure = e; // mostly a broken pipe: what the command says is why
    } catch (InterruptedException e) {
      running.end();
      throw e;
    }
    SensorCommand.Outcome outcome = running.end();
    if (outcome.code() != 0 || failure != null) {
      boolean ours = failure != null && outcome.errors().contains("ended early");
      throw new EngineException(
          "The layer '%s' cannot be unpacked into '%s': %s. Check the image, and the space and permissions there."
              .formatted(layer.diffId(), directory, ours ? failure.getMessage() : outcome.reason()),
          failure);
    }
  }
}
