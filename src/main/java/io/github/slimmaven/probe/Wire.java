package io.github.slimmaven.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** One attempt on one connection. Closing the socket, from any thread, ends it. */
final class Wire implements AutoCloseable {
  /** How long a connection must stay open to count as answered if the app says nothing. */
  private static final int HELD_MILLIS = 1000;

  private static final int PAUSE_MILLIS = 100;
  private static final int MAX_GREETING = 4096;

  private final InetSocketAddress address;
  private final Deadline deadline;
  private final Socket socket = new Socket();

  Wire(InetSocketAddress address, Deadline deadline) {
    this.address = address;
    this.deadline = deadline;
  }

  /** Sends a probe to a port. An interruption ends HTTP/2, closing the socket the others. */
  Answer ask(Probe probe) throws IOException, InterruptedException {
    return switch (probe.kind()) {
      case H2, H2C -> http2(probe, probe.kind() == Probe.Kind.H2);
      case GRPC, GRPCS -> health(probe, probe.kind() == Probe.Kind.GRPCS);
      case AUTO -> throw new IllegalArgumentException("AUTO is resolved before it is sent");
      case EXEC, RUN ->
          throw new IllegalArgumentException("'" + probe.request() + "' is no request");
      default -> {
        connect();
        yield overSocket(probe);
      }
    };
  }

  private Answer overSocket(Probe probe) throws IOException {
    return switch (probe.kind()) {
      case HTTPS -> http(probe, secured(probe));
      case WS -> new WebSocketTalk(socket, deadline).talk(probe);
      case WSS -> new WebSocketTalk(secured(probe), deadline).talk(probe);
      case FASTCGI -> FastCgi.ask(probe, socket.getInputStream(), socket.getOutputStream());
      case TCP -> probe.body().isEmpty() ? greeting() : new TcpTalk(socket, deadline).talk(probe);
      default -> http(probe, socket);
    };
  }

  private Answer http2(Probe probe, boolean secured) throws IOException, InterruptedException {
    long sent = System.nanoTime();
    byte[] body = probe.body().map(Body::content).orElse(new byte[0]);
    Http2Stream stream =
        new Http2(address, deadline, trusting())
            .ask(probe, secured, probe.method(), probe.path(), body);
    return new Answer(
        stream.status(),
        stream.header("content-type"),
        stream.body(),
        (System.nanoTime() - sent) / 1_000_000,
        stream.header("location"));
  }

  private Answer health(Probe probe, boolean secured) throws IOException, InterruptedException {
    long sent = System.nanoTime();
    byte[] request = GrpcHealth.request(probe.details().getOrDefault(Probe.SERVICE, ""));
    Http2Stream stream =
        new Http2(address, deadline, trusting())
            .ask(probe.asGrpc(), secured, "POST", GrpcHealth.PATH, request);
    return GrpcHealth.answer(stream, (System.nanoTime() - sent) / 1_000_000);
  }

  private void connect() throws NoAnswer {
    try {
      InetSocketAddress resolved =
          address.isUnresolved()
              ? new InetSocketAddress(
                  InetAddress.getByName(address.getHostString()), address.getPort())
              : address;
      socket.setTcpNoDelay(true);
      socket.connect(resolved, deadline.millis());
    } catch (UnknownHostException e) {
      throw new NoAnswer(
          Fault.REFUSED, "failed: the host '" + address.getHostString() + "' is unknown", e);
    } catch (IOException e) {
      if (e instanceof SocketException && ("" + e.getMessage()).contains("reset")) {
        throw new NoAnswer(Fault.CLOSED, "was not answered: the app reset the connection", e);
      }
      throw new NoAnswer(
          Fault.REFUSED,
          "failed: no connection to '"
              + address.getHostString()
              + ":"
              + address.getPort()
              + "', where the port is published ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static Answer http(Probe probe, Socket over) throws IOException {
    long sent = System.nanoTime();
    IOException unsent = null;
    try {
      OutputStream out = over.getOutputStream();
      out.write(HttpRequest.bytes(probe));
      out.flush();
    } catch (IOException e) {
      unsent = e; // an app may answer before it has read everything, and close
    }
    try {
      return HttpAnswer.read(over.getInputStream(), probe.method(), sent);
    } catch (IOException e) {
      if (unsent != null) {
        e.addSuppressed(unsent);
      }
      throw e;
    }
  }

  private SSLSocket secured(Probe probe) throws IOException {
    try {
      SSLSocket secured =
          (SSLSocket)
              trusting()
                  .getSocketFactory()
                  .createSocket(socket, "localhost", probe.port(), /* autoClose= */ true);
      secured.startHandshake();
      return secured;
    } catch (SSLException | EOFException | SocketException e) {
      if (e instanceof SocketException || e instanceof EOFException || isEnd(e.getCause())) {
        throw new NoAnswer(
            Fault.CLOSED, "was not answered: the app closed the connection in the handshake", e);
      }
      throw new NoAnswer(
          Fault.FOREIGN, "found no TLS that it could use: " + Probe.shown("" + e.getMessage()), e);
    }
  }

  private static boolean isEnd(Throwable cause) {
    return cause instanceof EOFException || cause instanceof SocketException;
  }

  /** Any certificate will do: nothing secret is sent, and the address is our own container's. */
  private static SSLContext trusting() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this JDK has no TLS: " + e.getMessage(), e);
    }
  }

  /**
   * What the app says unasked. A connection that is closed at once is no answer: that is what a
   * port relay does if nothing listens behind it.
   */
  private Answer greeting() throws IOException {
    long sent = System.nanoTime();
    byte[] seen = new byte[MAX_GREETING];
    int length = 0;
    try {
      socket.setSoTimeout(Math.min(HELD_MILLIS, deadline.millis()));
      int read = socket.getInputStream().read(seen);
      if (read < 0) {
        throw new NoAnswer(
            Fault.CLOSED, "was accepted, but the app closed the connection without a word");
      }
      length = read;
      socket.setSoTimeout(PAUSE_MILLIS);
      while (read > 0 && length < seen.length && deadline.left() > 0) {
        read = socket.getInputStream().read(seen, length, seen.length - length);
        length += Math.max(0, read);
      }
    } catch (SocketTimeoutException e) {
      // silence on an open connection: the app waits for its client, or has said all
    } catch (SocketException e) {
      if (length == 0) {
        throw new NoAnswer(Fault.CLOSED, "was accepted, but the app reset the connection", e);
      }
    }
    return new Answer(0, "", Arrays.copyOf(seen, length), (System.nanoTime() - sent) / 1_000_000);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
