package io.github.slimmaven.probe;

import io.github.slimmaven.probe.Probe.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Sends probes, each once. Holds nothing between them; thread-safe. */
public final class Prober {
  /** A handshake that takes longer than this is none. */
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  private static final int SHOWN_LINES = 10;
  private static final int SHOWN_WIDTH = 200;

  private final Runnable asked;

  public Prober() {
    this(() -> {});
  }

  /** Sends probes and tells of each when it does. */
  public Prober(Runnable asked) {
    this.asked = asked;
  }

  /**
   * Sends a probe once. Redirects are not followed.
   *
   * @param address where the container port is reached
   * @param timeout from connecting to the last byte of the answer
   * @return the probe as it was sent, its kind resolved, and the accepted answer
   * @throws ProbeException if there is no answer, or not one that the probe accepts
   */
  public Exchange send(Probe probe, InetSocketAddress address, Duration timeout)
      throws IOException, InterruptedException {
    return send(probe, address, Deadline.in(timeout), new CompletableFuture<>());
  }

  /** Sends a probe to a port, or executes it beside the app. */
  Exchange send(App app, Probe probe, Deadline deadline) throws IOException, InterruptedException {
    if (app.exit().isDone()) {
      throw Readiness.exited(app, "it answered '" + probe.request() + "'", null);
    }
    Deadline own = probe.timeout().map(deadline::within).orElse(deadline);
    return probe.isExec()
        ? accepted(executed(app, probe, own))
        : send(probe, app.address(probe), own, app.exit());
  }

  private static Exchange executed(App app, Probe probe, Deadline deadline)
      throws IOException, InterruptedException {
    App.Inside inside =
        app.inside()
            .orElseThrow(
                () -> new IllegalStateException("'" + probe.request() + "' has no container"));
    try {
      return new Exchange(
          probe,
          inside
              .execution()
              .execute(probe.command().orElseThrow().args(), Duration.ofNanos(deadline.left())));
    } catch (IOException e) {
      throw new ProbeException(
          Fault.BROKEN, "'" + probe.request() + "' could not be executed: " + e.getMessage(), e);
    }
  }

  Exchange send(
      Probe probe, InetSocketAddress address, Deadline deadline, CompletableFuture<?> exit)
      throws IOException, InterruptedException {
    asked.run();
    Line line = new Line(address, deadline, exit);
    return probe.kind() == Kind.AUTO ? line.detect(probe) : line.ask(probe);
  }

  private record Line(InetSocketAddress address, Deadline deadline, CompletableFuture<?> exit) {
    Exchange ask(Probe probe) throws IOException, InterruptedException {
      return ask(probe, deadline);
    }

    private Exchange ask(Probe probe, Deadline until) throws IOException, InterruptedException {
      Answer answer;
      try {
        answer = Attempt.of(probe, address, until, exit);
      } catch (NoAnswer e) {
        throw unanswered(probe, e);
      }
      return accepted(new Exchange(probe, answer));
    }

    /** HTTP, else HTTPS, else TCP, by how the app takes each of them. */
    Exchange detect(Probe probe) throws IOException, InterruptedException {
      try {
        return ask(probe.as(Kind.HTTP));
      } catch (ProbeException e) {
        return switch (e.fault()) {
          case REJECTED -> is400(e) ? secured(probe, e) : fail(e);
          case FOREIGN -> isAlert(e) ? secured(probe, e) : plain(probe, e);
          case CLOSED -> secured(probe, e);
          default -> fail(e);
        };
      }
    }

    /** A server of HTTPS answers plain HTTP with a 400, an alert, or not at all. */
    private Exchange secured(Probe probe, ProbeException unsecured)
        throws IOException, InterruptedException {
      try {
        return ask(probe.as(Kind.HTTPS), deadline.within(HANDSHAKE));
      } catch (ProbeException e) {
        if (e.fault() == Fault.REJECTED) {
          throw e;
        }
        return unsecured.fault() == Fault.REJECTED ? fail(unsecured) : plain(probe, unsecured);
      }
    }

    private Exchange plain(Probe probe, ProbeException http)
        throws IOException, InterruptedException {
      if (!probe.asksNothingOfHttp()) {
        throw http;
      }
      Exchange connected;
      try {
        connected = ask(probe.as(Kind.TCP));
      } catch (ProbeException tcp) {
        throw http.fault() == Fault.CLOSED ? http : tcp;
      }
      if (http.fault() != Fault.CLOSED) {
        return connected;
      }
      try { // an app that has just begun to listen may have dropped the first request
        return ask(probe.as(Kind.HTTP));
      } catch (ProbeException again) {
        return again.fault() == Fault.REJECTED ? fail(again) : connected;
      }
    }

    private static Exchange fail(ProbeException e) throws ProbeException {
      throw e;
    }

    private static boolean is400(ProbeException e) {
      return e.rejected().orElseThrow().answer().status() == 400;
    }

    private static boolean isAlert(ProbeException e) {
      return e.getCause() instanceof NoAnswer none && none.isAlert();
    }
  }

  static Exchange accepted(Exchange exchange) throws ProbeException {
    Probe probe = exchange.probe();
    Answer answer = exchange.answer();
    if (probe.isExec()) {
      return Run.accepted(exchange);
    }
    if (!exchange.statusAccepted()) {
      throw new ProbeException(
          Fault.REJECTED,
          "'"
              + probe.request()
              + "' was answered with status '"
              + answer.status()
              + "', but expected is "
              + probe.accepted()
              + "."
              + shown(answer)
              + "\nLook into the app's log, or set the <status> that this probe accepts.",
          exchange,
          null);
    }
    if (!exchange.matched()) {
      throw new ProbeException(
          Fault.REJECTED,
          "'"
              + probe.request()
              + "' was answered, but nothing in the answer matches '"
              + Probe.shown(probe.match().get())
              + "'."
              + shown(answer)
              + "\nLook into the app's log, or change the <match> of this probe.",
          exchange,
          null);
    }
    return exchange;
  }

  private static ProbeException unanswered(Probe probe, NoAnswer e) {
    String next =
        switch (e.fault()) {
          case REFUSED, CLOSED ->
              "Look into the app's log: it may listen elsewhere, or have failed.";
          case SILENT ->
              "Look into the app's log; if this port speaks no HTTP, give it a probe of <kind>tcp</kind>.";
          case FOREIGN -> "Set the <kind> of this probe to what the port speaks.";
          default -> "Look into the app's log.";
        };
    return new ProbeException(
        e.fault(), "'" + probe.request() + "' " + e.getMessage() + ". " + next, e);
  }

  private static String shown(Answer answer) {
    String text = answer.text();
    if (text.isBlank()) {
      return " The answer is empty.";
    }
    if (text.indexOf('\0') >= 0) {
      return " The answer is binary, " + answer.body().length + " bytes.";
    }
    return text.lines()
        .limit(SHOWN_LINES)
        .map(l -> l.length() <= SHOWN_WIDTH ? l : l.substring(0, SHOWN_WIDTH) + "...")
        .map(Probe::shown)
        .collect(Collectors.joining("\n  ", " The answer begins:\n  ", ""));
  }
}
