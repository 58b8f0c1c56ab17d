package io.github.slimmaven.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses to one gzip member (RFC 1952) on all cores, as pigz does: blocks of a fixed size, each
 * deflated by itself with the end of the one before as its dictionary, joined at byte boundaries.
 * No name, no time: the same bytes give the same bytes, whatever the number of cores.
 */
final class GzipBlocks {
  private static final int BLOCK = 1 << 20;
  private static final int DICTIONARY = 1 << 15;
  private static final int LEVEL = 6;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private GzipBlocks() {}

  /** Compresses all of the stream. */
  static void compress(InputStream in, OutputStream out) throws IOException {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "slim gzip");
              thread.setDaemon(true);
              return thread;
            });
    try {
      compress(in, out, pool, threads + 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("compression was stopped");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      throw new IOException("a layer could not be compressed: " + e.getCause(), e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void compress(InputStream in, OutputStream out, ExecutorService pool, int ahead)
      throws IOException, InterruptedException, ExecutionException {
    CRC32 crc = new CRC32();
    long size = 0;
    out.write(HEADER);
    Deque<Future<byte[]>> running = new ArrayDeque<>();
    byte[] before = new byte[0];
    byte[] block = in.readNBytes(BLOCK);
    boolean last;
    do {
      byte[] next = in.readNBytes(BLOCK);
      last = next.length == 0;
      crc.update(block);
      size += block.length;
      byte[] input = block;
      byte[] dictionary = tail(before);
      boolean end = last;
      running.add(pool.submit(() -> deflate(input, dictionary, end)));
      if (running.size() > ahead) {
        out.write(running.remove().get());
      }
      before = block;
      block = next;
    } while (!last);
    while (!running.isEmpty()) {
      out.write(running.remove().get());
    }
    out.write(littleEndian(crc.getValue()));
    out.write(littleEndian(size));
  }

  private static byte[] tail(byte[] block) {
    return Arrays.copyOfRange(block, Math.max(0, block.length - DICTIONARY), block.length);
  }

  private static byte[] deflate(byte[] input, byte[] dictionary, boolean last) {
    Deflater deflater = new Deflater(LEVEL, true);
    try {
      if (dictionary.length > 0) {
        deflater.setDictionary(dictionary);
      }
      deflater.setInput(input);
      if (last) {
        deflater.finish();
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(input.length / 2 + 64);
      byte[] buffer = new byte[1 << 16];
      int count;
      do {
        count =
            deflater.deflate(
                buffer, 0, buffer.length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
        out.write(buffer, 0, count);
      } while (last ? !deflater.finished() : count == buffer.length);
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static byte[] littleEndian(long value) {
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }
}
