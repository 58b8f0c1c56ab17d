package io.github.slimmaven.engine;

import io.github.slimmaven.image.CacheLimit;
import io.github.slimmaven.image.FileLocks;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LiveMark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Layers as directories that an overlay mount can take. A layer worth remembering is unpacked once
 * per machine and user, whoever else asks for it meanwhile waits; another goes where its run keeps
 * its things. A directory has its name only when it is complete.
 */
final class UnpackedLayers {
  /** What {@code sensor unpack} says; no match if nothing was left out. */
  private static final Pattern SKIPPED =
      Pattern.compile("(?!devices 0\\nattributes 0\\n)devices ([0-9]+)\\nattributes ([0-9]+)\\n");

  private static final String PARTIAL = ".partial";

  private final SensorCommand sensor;
  private final Path cache;
  private final Consumer<String> limits;

  /**
   * @param cache holds the directories; readable by nobody else, for setuid programs of images are
   *     in it
   * @param limits is told what of a layer had to be left out, a sentence each
   */
  UnpackedLayers(SensorCommand sensor, Path cache, Consumer<String> limits) {
    this.limits = limits;
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
      unpack(layer, own).ifPresent(limits);
      return own;
    }
    Path directory = cache.resolve(layer.diffId().hex());
    Path leftOut = cache.resolve(layer.diffId().hex() + ".limits");
    if (!Files.isDirectory(directory)) {
      unpackOnce(layer, directory, leftOut);
    }
    CacheLimit.used(directory);
    if (Files.exists(leftOut)) {
      limits.accept(Files.readString(leftOut));
    }
    return directory;
  }

  private void unpackOnce(Layer layer, Path directory, Path leftOut)
      throws IOException, InterruptedException {
    makePrivate(cache);
    Path lock = cache.resolve(layer.diffId().hex() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock(channel)) {
      if (held.isValid() && !Files.isDirectory(directory)) {
        removePartial(layer);
        Path partial = cache.resolve(layer.diffId().hex() + "." + UUID.randomUUID() + PARTIAL);
        LiveMark mark = LiveMark.of(partial);
        try {
          Optional<String> limit = unpack(layer, partial);
          if (limit.isPresent()) {
            Files.writeString(leftOut, limit.get());
          }
          Files.move(partial, directory, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          discard(partial, mark);
        }
      }
    }
  }

  /** A sensor that fails takes back what it made; whoever is interrupted after it must. */
  private void discard(Path partial, LiveMark mark) throws IOException, InterruptedException {
    try (mark) {
      if (Files.exists(partial, LinkOption.NOFOLLOW_LINKS)) {
        sensor.remove(partial);
      }
    }
  }

  private static void makePrivate(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException, InterruptedException {
    try {
      return FileLocks.lock(channel);
    } catch (FileLockInterruptionException e) {
      Thread.interrupted();
      throw (InterruptedException)
          new InterruptedException("interrupted while another build unpacked the same layer")
              .initCause(e);
    }
  }

  /** What processes left that were killed; at this layer none is at work, for the lock is held. */
  private void removePartial(Layer layer) throws IOException, InterruptedException {
    LiveMark.removeDead(
        cache,
        (partial, note) -> {
          if (Files.exists(partial, LinkOption.NOFOLLOW_LINKS)) {
            sensor.remove(partial);
          }
          return true;
        });
    try (DirectoryStream<Path> stale =
        Files.newDirectoryStream(cache, layer.diffId().hex() + ".*" + PARTIAL)) {
      for (Path partial : stale) {
        sensor.remove(partial);
      }
    }
  }

  /** What was left out. */
  private Optional<String> unpack(Layer layer, Path directory)
      throws IOException, InterruptedException {
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
    Matcher skipped = SKIPPED.matcher(outcome.output());
    return skipped.matches()
        ? Optional.of(
            "%s device nodes and %s extended attributes of the layer '%s' were left out: only root can make them"
                .formatted(skipped.group(1), skipped.group(2), layer.diffId()))
        : Optional.empty();
  }
}
