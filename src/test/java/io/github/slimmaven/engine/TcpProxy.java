package io.github.slimmaven.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Offers a Unix socket on a TCP port of the loopback interface, until it is closed. */
final class TcpProxy implements Closeable {
  private final ServerSocketChannel server;
  private final SocketAddress target;
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  TcpProxy(Path socket) throws IOException {
    this.target = UnixDomainSocketAddress.of(socket);
    this.server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    thread(this::accept);
  }

  int port() throws IOException {
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

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // closed by one side
      return;
    }
  }

  @Override
  public void close() throws IOException {
    cut();
  }

  /** Cuts every connection and takes no more. */
  void cut() throws IOException {
    server.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}
