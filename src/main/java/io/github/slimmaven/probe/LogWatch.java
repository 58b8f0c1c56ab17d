package io.github.slimmaven.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Waits until a line of a growing log matches. */
final class LogWatch {
  private static final int MAX_LINE = 64 << 10;

  private final Path log;
  private final Pattern pattern;
  private final StringBuilder line = new StringBuilder();
  private long read;

  LogWatch(Path log, Pattern pattern) {
    this.log = log;
    this.pattern = pattern;
  }

  /**
   * Waits for the line, the end of the app or the deadline, whichever comes first.
   *
   * @return whether the line came
   */
  boolean await(CompletableFuture<Integer> exit, Deadline deadline)
      throws IOException, InterruptedException {
    Path folder = Optional.ofNullable(log.toAbsolutePath().getParent()).orElseThrow();
    try (WatchService watch = log.getFileSystem().newWatchService()) {
      folder.register(
          watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
      CompletableFuture<Integer> ended = exit.whenComplete((code, failure) -> close(watch));
      try {
        while (!matches()) {
          WatchKey key = watch.poll(deadline.left(), TimeUnit.NANOSECONDS);
          if (key == null) {
            return matches();
          }
          key.pollEvents();
          key.reset();
        }
        return true;
      } finally {
        ended.cancel(false);
      }
    } catch (ClosedWatchServiceException e) {
      return matches(); // the app has ended, and all that it wrote is there
    }
  }

  /** Whether a line matches of those that have come since the last call. */
  private boolean matches() throws IOException {
    if (!Files.exists(log)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(log)) {
      channel.position(read);
      InputStream in = Channels.newInputStream(channel);
      byte[] bytes = in.readAllBytes();
      read += bytes.length;
      // A byte is a char until the line is whole: a character may come in two pieces.
      for (byte next : bytes) {
        if (next == '\n') {
          if (found()) {
            return true;
          }
          line.setLength(0);
        } else if (line.length() < MAX_LINE) {
          line.append((char) (next & 0xff));
        }
      }
      return found();
    }
  }

  private boolean found() {
    byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
    return line.length() > 0 && pattern.matcher(new String(bytes, StandardCharsets.UTF_8)).find();
  }

  private static void close(WatchService watch) {
    try {
      watch.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
