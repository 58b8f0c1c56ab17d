package io.github.slimmaven.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.Probe.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What each kind of probe makes of servers that behave, and of those that do not. */
@Timeout(20)
class KindsTest {
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final String NOT_FOUND =
      "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nnone";
  private static final String UPGRADED =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";

  @TempDir Path folder;

  @Test
  void bytesAreSentAfterTheGreeting() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              socket.getOutputStream().write("220 hi\r\n".getBytes(StandardCharsets.UTF_8));
              byte[] sent = socket.getInputStream().readNBytes(6);
              assertThat(sent).isEqualTo("NOOP\r\n".getBytes(StandardCharsets.UTF_8));
              socket.getOutputStream().write("250 ok\r\n".getBytes(StandardCharsets.UTF_8));
              socket.getInputStream().read();
            })) {
      Probe probe = sending(Kind.TCP, "NOOP\r\n", "^250 ", Map.of(Probe.GREETING, "^220 "));

      assertThat(sent(app, probe, LONG).answer().text()).isEqualTo("250 ok\r\n");
    }
  }

  @Test
  void otherGreetingIsShown() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) ->
                socket.getOutputStream().write("554 no\r\n".getBytes(StandardCharsets.UTF_8)))) {
      assertThat(failure(app, sending(Kind.TCP, "x", "y", Map.of(Probe.GREETING, "^220 ")), LONG))
          .hasMessageContaining("was greeted with '554 no\\x0d\\x0a', in which nothing matches");
    }
  }

  @Test
  void binaryAnswerIsMatchedByteByByte() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              socket.getInputStream().read();
              socket.getOutputStream().write(new byte[] {(byte) 0xfe, 0, 1});
              socket.getInputStream().read();
            })) {
      assertThat(sent(app, sending(Kind.TCP, "?", "^\\xfe\\x00", Map.of()), LONG).accepted())
          .isTrue();
    }
  }

  @Test
  void answerThatNeverMatchesIsShown() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              socket.getInputStream().read();
              socket.getOutputStream().write("-ERR".getBytes(StandardCharsets.UTF_8));
              socket.getInputStream().read();
            })) {
      assertThat(failure(app, sending(Kind.TCP, "?", "PONG", Map.of()), SHORT))
          .hasMessageContaining("nothing in the answer matches 'PONG'")
          .hasMessageContaining("-ERR");
    }
  }

  @Test
  void fragmentsOfAMessageAreOneAndPingsAreAnswered() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              FakeApp.request(socket);
              socket.getOutputStream().write(UPGRADED.getBytes(StandardCharsets.UTF_8));
              socket.getOutputStream().write(new byte[] {(byte) 0x89, 1, 'p', 1, 2, 'o', 'k'});
              byte[] pong = socket.getInputStream().readNBytes(8 + 7);
              assertThat(pong[8]).isEqualTo((byte) 0x8a);
              socket.getOutputStream().write(new byte[] {(byte) 0x80, 1, '!'});
              socket.getInputStream().read();
            })) {
      Answer answer = sent(app, sending(Kind.WS, "hi", "^ok!$", Map.of()), LONG).answer();

      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.text()).isEqualTo("ok!");
    }
  }

  @Test
  void refusedUpgradeIsAStatusThatIsNotAccepted() throws Exception {
    try (FakeApp app = FakeApp.answering(NOT_FOUND)) {
      assertThat(failure(app, sending(Kind.WS, "hi", "x", Map.of()), LONG))
          .hasMessageContaining("was answered with status '404', but expected is 101.");
    }
  }

  @Test
  void webSocketThatIsClosedSaysWhy() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              FakeApp.request(socket);
              socket.getOutputStream().write(UPGRADED.getBytes(StandardCharsets.UTF_8));
              socket
                  .getOutputStream()
                  .write(new byte[] {(byte) 0x88, 4, 0x03, (byte) 0xf3, 'n', 'o'});
              socket.getInputStream().read();
            })) {
      assertThat(failure(app, sending(Kind.WS, "hi", "x", Map.of()), LONG))
          .hasMessageContaining("closed it with code '1011' without a message: no");
    }
  }

  @Test
  void serverOfHttp1IsNoServerOfHttp2NorOfFastCgiNorGrpc() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              socket.getInputStream().read();
              socket.getOutputStream().write(NOT_FOUND.getBytes(StandardCharsets.UTF_8));
              socket.getInputStream().readAllBytes();
            })) {
      assertThat(failure(app, request(Kind.FASTCGI), LONG))
          .hasMessageContaining("'72', which is no FastCGI");
      assertThat(failure(app, request(Kind.H2C), LONG))
          .hasMessageStartingWith("'GET http://:8080/ over HTTP/2' was not answered");
      assertThat(failure(app, request(Kind.GRPC), LONG))
          .hasMessageStartingWith("'check grpc://:8080/' was not answered");
    }
  }

  @Test
  void http2EndsInTime() throws Exception {
    CompletableFuture<Void> never = new CompletableFuture<>();
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> never.completeOnTimeout(null, 10, TimeUnit.SECONDS).join())) {
      assertThat(failure(app, request(Kind.H2C), SHORT))
          .hasMessageContaining("was not answered within 400 ms");
      never.complete(null);
    }
  }

  @Test
  void answerOfFastCgiHasAStatus() throws Exception {
    String output = "Status: 404 Not Found\r\nContent-Type: text/html\r\n\r\nnothing";
    byte[] answer =
        ("\1\6\0\1\0"
                + (char) output.length()
                + "\0\0"
                + output
                + "\1\3\0\1\0\10\0\0\0\0\0\0\0\0\0\0")
            .getBytes(StandardCharsets.ISO_8859_1);
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              socket.getInputStream().read();
              socket.getOutputStream().write(answer);
            })) {
      Answer rejected = failure(app, request(Kind.FASTCGI), LONG).rejected().orElseThrow().answer();

      assertThat(rejected.status()).isEqualTo(404);
      assertThat(rejected.contentType()).isEqualTo("text/html");
      assertThat(rejected.text()).isEqualTo("nothing");
    }
  }

  @Test
  void firstCommandIsRepeatedUntilItPasses() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    App app =
        inside(
            (command, timeout) ->
                new Answer(calls.incrementAndGet() < 3 ? 1 : 0, "", new byte[] {'k'}, 1),
            Optional.empty());

    List<Exchange> exchanges = new Exercise(new Prober(), LONG).run(app, List.of(exec("ping")));

    assertThat(calls).hasValue(3);
    assertThat(exchanges.get(0).answer().text()).isEqualTo("k");
  }

  @Test
  void commandThatFailsIsNamedWithItsExitCode() {
    App app = inside((command, timeout) -> new Answer(7, "", new byte[0], 1), Optional.empty());

    assertThat(
            catchThrowableOfType(
                ProbeException.class,
                () -> new Exercise(new Prober(), SHORT).run(app, List.of(exec("ping")))))
        .hasMessageContaining("'exec ping' ended with exit code '7', but expected is '0'.");
  }

  @Test
  void healthEndpointStandsForAMissingPage() throws Exception {
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              boolean health = FakeApp.request(socket).startsWith("GET /q/health ");
              String answer = health ? FakeApp.OK : NOT_FOUND;
              socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            })) {
      List<Exchange> exchanges =
          new Exercise(new Prober(), LONG).explore(app.untraced(), List.of(root()));

      assertThat(exchanges)
          .extracting(Exchange::request)
          .containsExactly("GET http://:8080/q/health");
    }
  }

  @Test
  void pageForAllPathsIsNoHealthEndpoint() throws Exception {
    try (FakeApp app = FakeApp.answering(FakeApp.OK)) {
      assertThat(new Exercise(new Prober(), LONG).explore(app.untraced(), List.of(root())))
          .hasSize(1);
    }
  }

  @Test
  void withoutAnyHealthEndpointTheMissingPageIsTheFailure() throws Exception {
    try (FakeApp app = FakeApp.answering(NOT_FOUND)) {
      assertThat(
              catchThrowableOfType(
                  ProbeException.class,
                  () -> new Exercise(new Prober(), LONG).explore(app.untraced(), List.of(root()))))
          .hasMessageStartingWith("'GET http://:8080/' was answered with status '404'");
    }
  }

  @Test
  void logAndHealthMustBothHold() throws Exception {
    Path log = Files.writeString(folder.resolve("container.log"), "starting\nStar");
    AtomicInteger calls = new AtomicInteger();
    App app =
        inside(
            (command, timeout) ->
                new Answer(calls.incrementAndGet() < 2 ? 1 : 0, "", new byte[0], 1),
            Optional.of(exec("check")));
    CompletableFuture<Void> waiting =
        CompletableFuture.runAsync(() -> await(app, ready("^Started in \\d+$", true), LONG));

    Files.writeString(log, "ted in 5\n", StandardOpenOption.APPEND);
    waiting.get(10, TimeUnit.SECONDS);

    assertThat(calls).hasValue(2);
  }

  @Test
  void lineThatNeverComesAndEndOfTheAppAreNamed() throws Exception {
    Files.writeString(folder.resolve("container.log"), "starting\n");
    App app = inside((command, timeout) -> new Answer(0, "", new byte[0], 1), Optional.empty());
    assertThat(notReady(app, ready("^Started", false), SHORT))
        .hasMessageStartingWith("within 400 ms, no line of the app's log matched '^Started'.");
    assertThat(
            notReady(
                app,
                new Ready(List.of(), Optional.empty(), Optional.empty(), true, Optional.empty()),
                SHORT))
        .hasMessageContaining("the image has no HEALTHCHECK");

    app.exit().completeOnTimeout(4, 100, TimeUnit.MILLISECONDS);
    assertThat(notReady(app, ready("^Started", false), LONG))
        .hasMessageStartingWith(
            "the app exited with code '4' before a line of its log matched '^Started'.");
  }

  private static ProbeException notReady(App app, Ready ready, Duration timeout) {
    return catchThrowableOfType(
        ProbeException.class,
        () -> new Readiness(new Prober(), timeout).await(app, ready, List.of()));
  }

  private static void await(App app, Ready ready, Duration timeout) {
    try {
      new Readiness(new Prober(), timeout).await(app, ready, List.of());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Ready ready(String log, boolean health) {
    return new Ready(List.of(), Optional.empty(), Optional.of(log), health, Optional.empty());
  }

  private App inside(App.Execution execution, Optional<Probe> health) {
    return new App(
        port -> {
          throw new IllegalStateException("no port");
        },
        new CompletableFuture<>(),
        Optional.empty(),
        Optional.of(new App.Inside(folder.resolve("container.log"), execution, health)));
  }

  private static Probe exec(String... command) {
    return Probe.command(
        Kind.EXEC, new Probe.Command(List.of(command), 0), Optional.empty(), Optional.empty());
  }

  private static Probe root() {
    return Probe.forPort(Port.of("8080"));
  }

  private static Probe request(Kind kind) {
    return new Probe(
        kind,
        FakeApp.PORT,
        "GET",
        "/",
        Map.of(),
        Optional.empty(),
        Probe.SUCCESS,
        Optional.empty());
  }

  private static Probe sending(Kind kind, String text, String match, Map<String, String> details) {
    return new Probe(
        kind,
        FakeApp.PORT,
        "GET",
        "/",
        Map.of(),
        Optional.of(Body.text(text)),
        Probe.SUCCESS,
        Optional.of(match),
        Optional.empty(),
        details,
        Optional.empty());
  }

  private static Exchange sent(FakeApp app, Probe probe, Duration timeout) throws Exception {
    return new Prober().send(probe, app.address(), timeout);
  }

  private static ProbeException failure(FakeApp app, Probe probe, Duration timeout) {
    return catchThrowableOfType(ProbeException.class, () -> sent(app, probe, timeout));
  }
}
