package io.github.slimmaven.publish;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** An archive that is written by one thread while another one reads it. */
final class ArchiveStream extends FilterInputStream {
  private static final int BUFFER = 1 << 20;

  private final CompletableFuture<Void> written = new CompletableFuture<>();
  private final Thread writer;

  /** Writes the whole archive. */
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  ArchiveStream(Content content) throws IOException {
    super(new PipedInputStream(BUFFER));
    PipedOutputStream pipe = new PipedOutputStream((PipedInputStream) in);
    writer = new Thread(() -> write(content, pipe), "slim-archive");
    writer.setDaemon(true);
    writer.start();
  }

  private void write(Content content, PipedOutputStream pipe) {
    try (pipe) {
      try {
        OutputStream out = new BufferedOutputStream(pipe, BUFFER);
        content.write(out);
        out.flush();
        written.complete(null);
      } catch (IOException | RuntimeException e) {
        written.completeExceptionally(e);
      }
    } catch (IOException e) {
      written.completeExceptionally(e);
    }
  }

  /** Fails at the end if the writer failed: the reader must not take a cut archive for a whole. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count < 0) {
      failIfWriterFailed();
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    if (value < 0) {
      failIfWriterFailed();
    }
    return value;
  }

  private void failIfWriterFailed() throws IOException {
    try {
      written.getNow(null);
    } catch (CompletionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** The exception that the writer met, if it did; that of a reader is then only its echo. */
  Optional<IOException> failure() {
    try {
      failIfWriterFailed();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /** Ends the writer too, wherever it is. */
  @Override
  public void close() throws IOException {
    super.close();
    writer.interrupt();
    try {
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
