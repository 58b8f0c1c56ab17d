package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A real server on the loopback interface; what it does with each connection is up to the test. */
final class FakeApp implements Closeable {
  /** The container port that tests speak of; the real one is free and another. */
  static final int PORT = 8080;

  static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";

  /** What the app does with a connection; it is closed afterwards. */
  interface Behaviour {
    /**
     * Serves a connection.
     *
     * @param number of the connection, from 0
     */
    void serve(Socket socket, int number) throws IOException;
  }

  final CompletableFuture<Integer> exit = new CompletableFuture<>();
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket server;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  private FakeApp(ServerSocket server, Behaviour behaviour) {
    this.server = server;
    Thread acceptor = new Thread(() -> accept(behaviour), "fake-app");
    acceptor.setDaemon(true);
    acceptor.start();
  }

  static FakeApp plain(Behaviour behaviour) throws IOException {
    return new FakeApp(new ServerSocket(0, 50, loopback()), behaviour);
  }

  static FakeApp tls(SSLContext context, Behaviour behaviour) throws IOException {
    return new FakeApp(
        context.getServerSocketFactory().createServerSocket(0, 50, loopback()), behaviour);
  }

  /** Answers every request with the same text. */
  static FakeApp answering(String answer) throws IOException {
    return answering(answer.getBytes(StandardCharsets.UTF_8));
  }

  static FakeApp answering(byte[] answer) throws IOException {
    FakeApp[] app = new FakeApp[1];
    app[0] = plain((socket, number) -> app[0].answer(socket, answer));
    return app[0];
  }

  void answer(Socket socket, String answer) throws IOException {
    answer(socket, answer.getBytes(StandardCharsets.UTF_8));
  }

  void answer(Socket socket, byte[] answer) throws IOException {
    requests.add(request(socket));
    socket.getOutputStream().write(answer);
    socket.getOutputStream().flush();
  }

  /** A context with a new self-signed certificate for a name that is not the app's. */
  static SSLContext selfSigned(Path directory) throws IOException, InterruptedException {
    Path store = directory.resolve("app.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=elsewhere.invalid",
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keystore",
                store.toString())
            .inheritIO()
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, "secret".toCharArray());
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(keys, "secret".toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /** Reads a request up to the end of its body. */
  static String request(Socket socket) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    int body = -1;
    while (body != 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client went away");
      }
      request.write(next);
      String text = request.toString(StandardCharsets.ISO_8859_1);
      if (body > 0) {
        body--;
      } else if (text.endsWith("\r\n\r\n")) {
        body =
            text.lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .mapToInt(line -> Integer.parseInt(line.substring(16)))
                .findAny()
                .orElse(0);
      }
    }
    return request.toString(StandardCharsets.UTF_8);
  }

  /** Keeps a connection open until the client or the test ends it. */
  static void hold(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // whatever comes is not understood
    }
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  App untraced() {
    return new App(port -> address(), exit, Optional.empty());
  }

  App traced(App.Sensor sensor) {
    return new App(port -> address(), exit, Optional.of(sensor));
  }

  static Probe probe() {
    return Probe.forPort(new Port(PORT, "tcp"));
  }

  static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private void accept(Behaviour behaviour) {
    for (int number = 0; ; number++) {
      int connection = number;
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread thread =
            new Thread(() -> serve(behaviour, socket, connection), "fake-app-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void serve(Behaviour behaviour, Socket socket, int number) {
    try (socket) {
      behaviour.serve(socket, number);
    } catch (IOException e) {
      // the client went away, or spoke something else
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
