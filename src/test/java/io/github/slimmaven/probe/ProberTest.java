package io.github.slimmaven.probe;

import static io.github.slimmaven.probe.FakeApp.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.github.slimmaven.probe.Probe.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class ProberTest {
  private static final Charset UTF_8 = StandardCharsets.UTF_8;
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration SHORT = Duration.ofMillis(300);

  private static SSLContext tls;

  private final Prober prober = new Prober();

  @BeforeAll
  static void createCertificate(@TempDir Path directory) throws Exception {
    tls = FakeApp.selfSigned(directory);
  }

  @Test
  void answer200OfTheJdksServerIsTakenAsHttp() throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress(FakeApp.loopback(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
          byte[] body = exchange.getRequestHeaders().getFirst("Host").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      Exchange exchange = prober.send(FakeApp.probe(), server.getAddress(), LONG);

      assertThat(exchange.probe().kind()).isEqualTo(Kind.HTTP);
      assertThat(exchange.request()).isEqualTo("GET http://:8080/");
      assertThat(exchange.answer().status()).isEqualTo(200);
      assertThat(exchange.answer().contentType()).isEqualTo("text/plain; charset=utf-8");
      assertThat(exchange.answer().text()).isEqualTo("localhost:8080");
      assertThat(exchange.answer().millis()).isBetween(0L, 15_000L);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void chunkedAnswerOfTheJdksServerIsRead() throws Exception {
    String text = "line\n".repeat(20_000);
    HttpServer server = HttpServer.create(new InetSocketAddress(FakeApp.loopback(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(text.getBytes(UTF_8));
          exchange.close();
        });
    server.start();
    try {
      assertThat(prober.send(FakeApp.probe(), server.getAddress(), LONG).answer().text())
          .isEqualTo(text);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void redirectIsAnAnswerAndNotFollowed() throws Exception {
    try (FakeApp app =
        FakeApp.answering("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(send(app, FakeApp.probe()).answer().status()).isEqualTo(302);
      assertThat(app.requests).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 500, 503})
  void errorStatusIsNoSuccess(int status) throws Exception {
    try (FakeApp app =
        FakeApp.answering(
            "HTTP/1.1 "
                + status
                + " Oh\r\nContent-Type: text/plain\r\nContent-Length: 22\r\n\r\nfirst line\nand \033[2Jred")) {
      ProbeException failure = failure(app, FakeApp.probe(), LONG);

      assertThat(failure.fault()).isEqualTo(Fault.REJECTED);
      assertThat(failure)
          .hasMessage(
              "'GET http://:8080/' was answered with status '"
                  + status
                  + "', but expected is 200-399. The answer begins:\n  first line\n  and \\x1b[2Jred"
                  + "\nLook into the app's log, or set the <status> that this probe accepts.");
      assertThat(failure.rejected().orElseThrow().answer().status()).isEqualTo(status);
    }
  }

  @Test
  void expectedStatusIsASuccess() throws Exception {
    try (FakeApp app = FakeApp.answering("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")) {
      Probe probe = http("GET", "/none", Map.of(), Optional.empty(), "200,404", Optional.empty());

      assertThat(send(app, probe).answer().status()).isEqualTo(404);
    }
  }

  @Test
  void bodyThatMatchesIsASuccess() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      assertThat(send(app, matching("^o.$")).accepted()).isTrue();
    }
  }

  @Test
  void bodyThatDoesNotMatchIsNoSuccess() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      assertThat(failure(app, matching("\"UP\""), LONG))
          .hasMessage(
              "'GET http://:8080/' was answered, but nothing in the answer matches '\"UP\"'. The"
                  + " answer begins:\n  ok\nLook into the app's log, or change the <match> of this"
                  + " probe.");
    }
  }

  @Test
  void methodHeadersAndBodyAreSent() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      Probe probe =
          http(
              "POST",
              "/orders?a=%20b",
              Map.of("Content-Type", "application/json", "host", "shop.example"),
              Optional.of("{\"naïve\":1}"),
              "200",
              Optional.empty());

      send(app, probe);

      assertThat(app.requests)
          .containsExactly(
              String.join(
                  "\r\n",
                  "POST /orders?a=%20b HTTP/1.1",
                  "Host: shop.example",
                  "Accept: */*",
                  "Connection: close",
                  "Content-Length: 12",
                  "Content-Type: application/json",
                  "User-Agent: slim-maven-plugin",
                  "",
                  "{\"naïve\":1}"));
    }
  }

  @Test
  void selfSignedCertificateOfAnotherNameIsAccepted() throws Exception {
    try (FakeApp app = tlsApp()) {
      Exchange exchange = send(app, FakeApp.probe());

      assertThat(exchange.probe().kind()).isEqualTo(Kind.HTTPS);
      assertThat(exchange.request()).isEqualTo("GET https://:8080/");
      assertThat(exchange.answer().text()).isEqualTo("ok");
    }
  }

  @Test
  void serverThatAnswers400ToPlainHttpIsTakenAsHttps() throws Exception {
    FakeApp[] both = new FakeApp[2];
    try (FakeApp secure = tlsApp();
        FakeApp front =
            FakeApp.plain(
                (socket, number) -> {
                  if (number == 0) {
                    both[0].answer(socket, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                  } else {
                    relay(socket, secure);
                  }
                })) {
      both[0] = front;
      assertThat(send(front, FakeApp.probe()).probe().kind()).isEqualTo(Kind.HTTPS);
    }
  }

  @Test
  void httpServerThatAnswers400IsStillHttp() throws Exception {
    byte[] answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8);
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              socket.getInputStream().read(new byte[4096]);
              socket.getOutputStream().write(answer);
            })) {
      assertThat(failure(app, FakeApp.probe(), LONG))
          .hasMessageStartingWith("'GET http://:8080/' was answered with status '400', but");
    }
  }

  @Test
  void httpsProbeOfAPlainServerSaysWhatIsWrong() throws Exception {
    try (FakeApp app =
        FakeApp.plain((socket, number) -> socket.getOutputStream().write(OK.getBytes(UTF_8)))) {
      ProbeException failure = failure(app, kind(Kind.HTTPS), LONG);

      assertThat(failure.fault()).isEqualTo(Fault.FOREIGN);
      assertThat(failure)
          .hasMessageMatching(
              "'GET https://:8080/' found no TLS that it could use: .*\\. Set the <kind> of this"
                  + " probe to what the port speaks\\.");
    }
  }

  @Test
  void httpProbeOfATlsServerSaysSoOrThatItWasClosed() throws Exception {
    try (FakeApp app = tlsApp()) {
      assertThat(failure(app, kind(Kind.HTTP), LONG))
          .hasMessage(
              "'GET http://:8080/' was answered with a TLS alert: the port speaks TLS. Set the"
                  + " <kind> of this probe to what the port speaks.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"220 mail ESMTP\r\n", "J\0\0\0\n8.0.36", "-ERR unknown command\r\n", "H"})
  void portThatGreetsIsTakenAsTcp(String greeting) throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              socket.getOutputStream().write(greeting.getBytes(UTF_8));
              if (greeting.equals("H")) {
                socket.getOutputStream().write('i');
              }
              FakeApp.hold(socket);
            })) {
      Exchange exchange = send(app, FakeApp.probe());

      assertThat(exchange.probe().kind()).isEqualTo(Kind.TCP);
      assertThat(exchange.request()).isEqualTo("connect tcp :8080");
      assertThat(exchange.answer().status()).isZero();
      assertThat(exchange.answer().text()).startsWith(greeting);
    }
  }

  @Test
  void portThatClosesOnAnythingThatIsSentIsTakenAsTcp() throws Exception {
    try (FakeApp app = FakeApp.plain((socket, number) -> socket.getInputStream().read())) {
      Exchange exchange = send(app, FakeApp.probe());

      assertThat(exchange.probe().kind()).isEqualTo(Kind.TCP);
      assertThat(exchange.answer().body()).isEmpty();
    }
  }

  @Test
  void httpThatDropsItsFirstConnectionsIsStillHttp() throws Exception {
    FakeApp[] self = new FakeApp[1];
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              if (number < 2) {
                socket.getInputStream().read();
              } else {
                self[0].answer(socket, OK);
              }
            })) {
      self[0] = app;
      assertThat(send(app, FakeApp.probe()).probe().kind()).isEqualTo(Kind.HTTP);
    }
  }

  @Test
  void greetingIsNoAnswerToAProbeThatNeedsHttp() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              socket.getOutputStream().write("220 mail\r\n".getBytes(UTF_8));
              FakeApp.hold(socket);
            })) {
      assertThat(failure(app, matching("ok").as(Kind.AUTO), LONG))
          .hasMessage(
              "'GET http://:8080/' was answered with '220 mail\\x0d\\x0a', which is no HTTP. Set the"
                  + " <kind> of this probe to what the port speaks.");
    }
  }

  @Test
  void silentPortIsNoSuccessUnlessTcpIsAskedFor() throws Exception {
    try (FakeApp app = FakeApp.plain((socket, number) -> FakeApp.hold(socket))) {
      ProbeException failure = failure(app, FakeApp.probe(), SHORT);

      assertThat(failure.fault()).isEqualTo(Fault.SILENT);
      assertThat(failure)
          .hasMessage(
              "'GET http://:8080/' was not answered within 300 ms. Look into the app's log; if this"
                  + " port speaks no HTTP, give it a probe of <kind>tcp</kind>.");
      assertThat(send(app, kind(Kind.TCP)).answer().body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTO", "HTTP", "HTTPS", "TCP"})
  void connectionThatIsClosedAtOnceIsNoAnswer(Kind kind) throws Exception {
    try (FakeApp app = FakeApp.plain((socket, number) -> {})) {
      ProbeException failure = failure(app, kind(kind), LONG);

      assertThat(failure.fault()).isEqualTo(Fault.CLOSED);
      assertThat(failure.mayBeStarting()).isTrue();
    }
  }

  @Test
  void connectionThatIsResetAtOnceIsNoAnswer() throws Exception {
    try (FakeApp app = FakeApp.plain((socket, number) -> socket.setSoLinger(true, 0))) {
      assertThat(failure(app, FakeApp.probe(), LONG).fault()).isEqualTo(Fault.CLOSED);
    }
  }

  @Test
  void closedPortIsRefused() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, FakeApp.loopback())) {
      port = free.getLocalPort();
    }
    ProbeException failure =
        catchThrowableOfType(
            ProbeException.class,
            () ->
                prober.send(
                    FakeApp.probe(), new InetSocketAddress(FakeApp.loopback(), port), LONG));

    assertThat(failure.fault()).isEqualTo(Fault.REFUSED);
    assertThat(failure)
        .hasMessage(
            "'GET http://:8080/' failed: no connection to '127.0.0.1:"
                + port
                + "', where the port is published (Connection refused). Look into the app's log: it"
                + " may listen elsewhere, or have failed.");
  }

  @Test
  void hugeBodyIsReadUpToItsLimit() throws Exception {
    byte[] mebibyte = new byte[1 << 20];
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              FakeApp.request(socket);
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".getBytes(UTF_8));
              for (; ; ) {
                socket.getOutputStream().write(mebibyte);
              }
            })) {
      assertThat(send(app, FakeApp.probe()).answer().body()).hasSize(Answer.MAX_BODY);
    }
  }

  @Test
  void bodyThatNeverEndsIsNoAnswer() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              FakeApp.request(socket);
              socket
                  .getOutputStream()
                  .write(
                      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n"
                          .getBytes(UTF_8));
              FakeApp.hold(socket);
            })) {
      assertThat(failure(app, FakeApp.probe(), SHORT).fault()).isEqualTo(Fault.SILENT);
    }
  }

  @Test
  void interruptionEndsTheWaitAndClosesTheConnection() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              FakeApp.request(socket);
              caller.interrupt();
              FakeApp.hold(socket);
              gone.countDown();
            })) {
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> send(app, FakeApp.probe()));
      assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void noThreadIsLeftBehind() throws Exception {
    try (FakeApp app = FakeApp.plain((socket, number) -> FakeApp.hold(socket))) {
      failure(app, FakeApp.probe(), SHORT);
      List<Thread> probes =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("slim-probe"))
              .toList();
      for (Thread thread : probes) {
        thread.join(5000);
        assertThat(thread.isAlive()).isFalse();
      }
    }
  }

  private FakeApp tlsApp() throws IOException {
    return FakeApp.tls(
        tls,
        (socket, number) -> {
          FakeApp.request(socket);
          socket.getOutputStream().write(OK.getBytes(UTF_8));
        });
  }

  private static void relay(Socket client, FakeApp to) throws IOException {
    try (Socket server = new Socket(to.address().getAddress(), to.address().getPort())) {
      Thread back =
          new Thread(
              () -> {
                try {
                  server.getInputStream().transferTo(client.getOutputStream());
                  client.shutdownOutput();
                } catch (IOException e) {
                  // one side went away
                }
              });
      back.setDaemon(true);
      back.start();
      client.getInputStream().transferTo(server.getOutputStream());
    }
  }

  private Exchange send(FakeApp app, Probe probe) throws IOException, InterruptedException {
    return prober.send(probe, app.address(), LONG);
  }

  private ProbeException failure(FakeApp app, Probe probe, Duration timeout) {
    return catchThrowableOfType(
        ProbeException.class, () -> prober.send(probe, app.address(), timeout));
  }

  private static Probe kind(Kind kind) {
    return FakeApp.probe().as(kind);
  }

  private static Probe matching(String expression) {
    return http("GET", "/", Map.of(), Optional.empty(), "200", Optional.of(expression));
  }

  private static Probe http(
      String method,
      String path,
      Map<String, String> headers,
      Optional<String> body,
      String status,
      Optional<String> match) {
    return new Probe(
        Kind.HTTP, FakeApp.PORT, method, path, headers, body, Probe.status(status), match);
  }
}
