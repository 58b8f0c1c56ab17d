package io.github.slimmaven.probe;

import static io.github.slimmaven.probe.FakeApp.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.Probe.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ExerciseTest {
  private static final Port PORT = Port.of("8080");
  private static final Duration LONG = Duration.ofSeconds(15);
  private static final Duration SHORT = Duration.ofMillis(900);
  private static final String STARTING =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";
  private static final String BROKEN =
      "HTTP/1.1 500 Oh\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\noops";

  @Test
  void portsThatListenEndTheWait() throws Exception {
    CompletableFuture<Void> listening =
        new CompletableFuture<Void>().completeOnTimeout(null, 100, TimeUnit.MILLISECONDS);
    try (FakeApp app = FakeApp.answering(OK)) {
      readiness(LONG).await(app.traced(sensor(listening)), List.of(PORT, Port.of("53/udp")));

      assertThat(listening).isDone();
      assertThat(app.requests).isEmpty();
    }
  }

  @Test
  void portThatNeverOpensIsNamedWithThoseThatDo() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      App.Sensor sensor =
          new App.Sensor(
              port -> new CompletableFuture<>(), () -> Set.of(Port.of("9090"), Port.of("53/udp")));
      ProbeException failure = awaiting(app.traced(sensor), SHORT);

      assertThat(failure.fault()).isEqualTo(Fault.NOT_LISTENING);
      assertThat(failure)
          .hasMessage(
              "'8080/tcp' was not listened on within 900 ms; the app listens on '53/udp',"
                  + " '9090/tcp'. Set <ports> to those that the app listens on, or allow it more"
                  + " time.");
    }
  }

  @Test
  void appThatListensOnNothingIsSaidToDoSo() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      assertThat(awaiting(app.traced(sensor(new CompletableFuture<>())), SHORT))
          .hasMessageStartingWith(
              "'8080/tcp' was not listened on within 900 ms; the app listens on nothing. Set");
    }
  }

  @Test
  void exitWhileWaitingIsSeenAtOnce() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      CompletableFuture<Integer> exit = app.exit.completeOnTimeout(3, 100, TimeUnit.MILLISECONDS);
      ProbeException failure = awaiting(app.traced(sensor(new CompletableFuture<>())), LONG);

      assertThat(exit).isDone();
      assertThat(failure.fault()).isEqualTo(Fault.EXITED);
      assertThat(failure)
          .hasMessage(
              "the app exited with code '3' before '8080/tcp' was listened on. Look into its log: it"
                  + " may need an <env>, <args> or a service.");
    }
  }

  @Test
  void exitThatFailsTheListenerIsToldAsAnExit() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      app.exit.complete(137);
      CompletableFuture<Void> gone = CompletableFuture.failedFuture(new IOException("gone"));

      assertThat(awaiting(app.traced(sensor(gone)), LONG))
          .hasMessageStartingWith("the app exited with code '137' before");
    }
  }

  @Test
  void lostSensorIsNoListener() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      CompletableFuture<Void> lost = CompletableFuture.failedFuture(new IOException("pipe broken"));
      ProbeException failure = awaiting(app.traced(sensor(lost)), LONG);

      assertThat(failure.fault()).isEqualTo(Fault.NOT_LISTENING);
      assertThat(failure).hasMessage("'8080/tcp' can no longer be watched: pipe broken");
    }
  }

  @Test
  void slowStartIsWaitedFor() throws Exception {
    FakeApp[] self = new FakeApp[1];
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              if (number < 4) {
                return; // a relay with nothing behind it: accepts and closes
              }
              self[0].answer(socket, number < 7 ? STARTING : OK);
            })) {
      self[0] = app;
      List<Exchange> exchanges = exercise(LONG).run(app.untraced(), List.of(http("/")));

      assertThat(exchanges).hasSize(1);
      assertThat(exchanges.get(0).answer().text()).isEqualTo("ok");
      assertThat(app.requests).hasSize(4);
    }
  }

  @Test
  void connectionThatStaysSilentIsGivenUpForANewOne() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    FakeApp[] self = new FakeApp[1];
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              if (connections.incrementAndGet() == 1) {
                FakeApp.hold(socket);
              } else {
                self[0].answer(socket, OK);
              }
            })) {
      self[0] = app;

      List<Exchange> exchanges =
          new Exercise(new Prober(), Duration.ofSeconds(3)).run(app.untraced(), List.of(http("/")));

      assertThat(exchanges.get(0).answer().status()).isEqualTo(200);
      assertThat(connections).hasValue(2);
    }
  }

  @Test
  void relayWithNothingBehindItIsNotReady() throws Exception {
    try (FakeApp app = FakeApp.plain((socket, number) -> {})) {
      ProbeException failure = running(app, SHORT, FakeApp.probe());

      assertThat(failure.fault()).isEqualTo(Fault.CLOSED);
      assertThat(failure)
          .hasMessage(
              "for 900 ms, 'GET http://:8080/' was not answered: the app closed the connection. Look"
                  + " into the app's log: it may listen elsewhere, or have failed.");
    }
  }

  @Test
  void appThatStaysUnavailableFailsWithItsAnswer() throws Exception {
    try (FakeApp app = FakeApp.answering(STARTING)) {
      assertThat(running(app, SHORT, http("/")))
          .hasMessageStartingWith(
              "for 900 ms, 'GET http://:8080/' was answered with status '503', but expected is"
                  + " 200-399. The answer is empty.");
    }
  }

  @Test
  void definiteAnswerIsNotAskedForAgain() throws Exception {
    try (FakeApp app = FakeApp.answering(BROKEN)) {
      assertThat(running(app, LONG, http("/")))
          .hasMessageStartingWith("'GET http://:8080/' was answered with status '500'");
      assertThat(app.requests).hasSize(1);
    }
  }

  @Test
  void exitWhileStartingIsTold() throws Exception {
    FakeApp[] self = new FakeApp[1];
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              if (number == 2) {
                self[0].exit.complete(1);
              }
            })) {
      self[0] = app;
      ProbeException failure = running(app, LONG, http("/"));

      assertThat(failure.fault()).isEqualTo(Fault.EXITED);
      assertThat(failure)
          .hasMessageStartingWith(
              "the app exited with code '1' before it answered 'GET http://:8080/'.");
      assertThat(failure.getCause()).isInstanceOf(ProbeException.class);
    }
  }

  @Test
  void exitWhileAnAnswerIsAwaitedIsSeenAtOnce() throws Exception {
    FakeApp[] self = new FakeApp[1];
    try (FakeApp app =
        FakeApp.plain(
            (socket, number) -> {
              FakeApp.request(socket);
              self[0].exit.complete(139);
              FakeApp.hold(socket);
            })) {
      self[0] = app;
      assertThat(running(app, LONG, http("/")))
          .hasMessageStartingWith("the app exited with code '139' before it answered");
    }
  }

  @Test
  void appThatIsLostIsNoFaultOfIt() throws Exception {
    try (FakeApp app = FakeApp.plain((socket, number) -> {})) {
      app.exit.completeExceptionally(new IOException("engine went away"));

      assertThatThrownBy(() -> exercise(LONG).run(app.untraced(), List.of(http("/"))))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ProbeException.class)
          .hasMessage("engine went away");
    }
  }

  @Test
  void probesAreSentInOrderOnceEach() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      List<Exchange> exchanges =
          exercise(LONG).run(app.untraced(), List.of(http("/b"), http("/a"), http("/b")));

      assertThat(exchanges)
          .extracting(Exchange::request)
          .containsExactly("GET http://:8080/b", "GET http://:8080/a", "GET http://:8080/b");
      assertThat(app.requests).hasSize(3);
    }
  }

  @Test
  void laterProbeIsNotRepeated() throws Exception {
    FakeApp[] self = new FakeApp[1];
    try (FakeApp app =
        FakeApp.plain((socket, number) -> self[0].answer(socket, number == 0 ? OK : STARTING))) {
      self[0] = app;
      assertThat(running(app, LONG, http("/"), http("/late")))
          .hasMessageStartingWith("'GET http://:8080/late' was answered with status '503'");
      assertThat(app.requests).hasSize(2);
    }
  }

  @Test
  void replayReturnsAnswersThatAreNotAccepted() throws Exception {
    try (FakeApp source = FakeApp.answering(OK);
        FakeApp slim = FakeApp.answering(BROKEN)) {
      List<Exchange> accepted = exercise(LONG).run(source.untraced(), List.of(FakeApp.probe()));
      List<Exchange> replayed = exercise(LONG).replay(slim.untraced(), accepted);

      assertThat(replayed).hasSize(1);
      assertThat(replayed.get(0).probe().kind()).isEqualTo(Kind.HTTP);
      assertThat(replayed.get(0).answer().text()).isEqualTo("oops");
      assertThat(replayed.get(0).accepted()).isFalse();
    }
  }

  @Test
  void replayWithoutAnAnswerFails() throws Exception {
    try (FakeApp app = FakeApp.plain((socket, number) -> {})) {
      Exchange source = new Exchange(http("/"), new Answer(200, "", new byte[0], 1));
      ProbeException failure =
          catchThrowableOfType(
              ProbeException.class, () -> exercise(SHORT).replay(app.untraced(), List.of(source)));

      assertThat(failure.fault()).isEqualTo(Fault.CLOSED);
    }
  }

  @Test
  void noProbeIsNoProof() throws Exception {
    try (FakeApp app = FakeApp.answering(OK)) {
      assertThat(running(app, LONG))
          .hasMessage(
              "there is nothing to ask the app: no TCP port is declared. Add <ports> or <probes>; a"
                  + " command-line tool has probes of <kind>run</kind>.");
    }
  }

  @Test
  void lastLinesOfTheLogFollowTheMessage() throws Exception {
    try (FakeApp app = FakeApp.answering(BROKEN)) {
      ProbeException failure = running(app, LONG, http("/"));

      assertThat(failure.withLog(List.of("one", "two")))
          .hasMessage(failure.getMessage() + "\nThe app's log ends:\n  one\n  two");
      assertThat(failure.withLog(List.of()))
          .hasMessage(failure.getMessage() + "\nThe app wrote nothing to its log.");
    }
  }

  private static Readiness readiness(Duration timeout) {
    return new Readiness(new Prober(), timeout);
  }

  private static Exercise exercise(Duration timeout) {
    return new Exercise(new Prober(), timeout);
  }

  private static ProbeException awaiting(App app, Duration timeout) {
    return catchThrowableOfType(
        ProbeException.class, () -> readiness(timeout).await(app, List.of(PORT)));
  }

  private static ProbeException running(FakeApp app, Duration timeout, Probe... probes) {
    return catchThrowableOfType(
        ProbeException.class, () -> exercise(timeout).run(app.untraced(), List.of(probes)));
  }

  private static App.Sensor sensor(CompletableFuture<Void> listening) {
    return new App.Sensor(port -> listening, Set::of);
  }

  private static Probe http(String path) {
    return new Probe(
        Kind.HTTP, 8080, "GET", path, Map.of(), Optional.empty(), Probe.SUCCESS, Optional.empty());
  }
}
