package io.github.slimmaven.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Offers a socket on a TCP port of the loopback interface, until it is closed. */
public final class TcpProxy implements Closeable {
  private final ServerSocketChannel server;
  private final SocketAddress target;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong left;
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean stalls;

  /** Offers a Unix socket on a free port. */
  TcpProxy(Path socket) throws IOException {
    this(UnixDomainSocketAddress.of(socket), 0, Long.MAX_VALUE);
  }

  /**
   * Offers a socket.
   *
   * @param port to listen on; 0 for a free one
   * @param bytes after so many, in both directions together, all connections are cut, and each new
   *     one at its first byte
   */
  public TcpProxy(SocketAddress target, int port, long bytes) throws IOException {
    this.target = target;
    this.left = new AtomicLong(bytes);
    this.server =
        ServerSocketChannel.open()
            .setOption(StandardSocketOptions.SO_REUSEADDR, true)
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    thread(this::accept);
  }

  /** One that, instead of cutting them, lets all connections hang after so many bytes. */
  public static TcpProxy stalling(SocketAddress target, long bytes) throws IOException {
    TcpProxy proxy = new TcpProxy(target, 0, bytes);
    proxy.stalls = true;
    return proxy;
  }

  /** Waits until they hang. */
  public void awaitStall() throws InterruptedException {
    assertThat(stalled.await(60, SECONDS)).as("so many bytes came").isTrue();
  }

  /** Where it listens. */
  public int port() throws IOException {
    return ((InetSocketAddress) server.getLocalAddress()).getPort();
  }

  private static void thread(Runnable runnable) {
    Thread thread = new Thread(runnable, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        SocketChannel engine = SocketChannel.open(target);
        open.add(client);
        open.add(engine);
        thread(() -> copy(client, engine));
        thread(() -> copy(engine, client));
      }
    } catch (IOException e) {
      // closed
      return;
    }
  }

  private void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        boolean over = left.addAndGet(-buffer.remaining()) < 0;
        if (over && stalls) {
          stalled.countDown();
          closed.await();
        }
        if (over) {
          from.close();
          to.close();
          return;
        }
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      // closed by one side
      return;
    }
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  /** Cuts every connection and takes no more. */
  public void cut() throws IOException {
    server.close();
    closed.countDown();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
