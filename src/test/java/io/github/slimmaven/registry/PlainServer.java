package io.github.slimmaven.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registry of fixed answers over plain HTTP, that hangs up on TLS at once. */
final class PlainServer implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 22;

  final Map<String, byte[]> content = new ConcurrentHashMap<>(Map.of("/v2/", new byte[0]));
  private final ServerSocket socket;

  PlainServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
  }

  String host() {
    return "localhost:" + socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        answer(client);
      } catch (IOException ignored) {
        // this client went away, or the server was closed
      }
    }
  }

  private void answer(Socket client) throws IOException {
    PushbackInputStream in = new PushbackInputStream(client.getInputStream());
    int first = in.read();
    if (first < 0 || first == TLS_HANDSHAKE) {
      return;
    }
    in.unread(first);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    String path = lines.readLine().split(" ")[1];
    String line;
    do {
      line = lines.readLine();
    } while (line != null && !line.isEmpty());
    byte[] body = content.get(path);
    int length = body == null ? 0 : body.length;
    String status = body == null ? "404 Not Found" : "200 OK";
    OutputStream out = client.getOutputStream();
    out.write(
        ("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    if (body != null) {
      out.write(body);
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
