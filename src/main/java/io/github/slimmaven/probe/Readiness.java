package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Waits until an app is ready: in a traced run its ports listen, which the sensor sees; in any run
 * the first probe of a port is answered.
 */
public final class Readiness {
  private static final int RETRY_MILLIS = 50;

  /** How often a request that nothing answers is sent within the time. */
  private static final int ATTEMPTS = 3;

  private final Prober prober;
  private final Duration timeout;

  /**
   * A readiness with one limit for every wait.
   *
   * @param timeout for all ports together to listen, and then for each port's first answer
   */
  public Readiness(Prober prober, Duration timeout) {
    this.prober = prober;
    this.timeout = timeout;
  }

  /**
   * Waits until the sensor has seen a listener on each TCP port. Returns at once for an untraced
   * app, where only an answer can tell. UDP ports are not waited for.
   *
   * @throws ProbeException if a port is not listened on in time, or the app ends before
   */
  public void await(App app, List<Port> ports) throws IOException, InterruptedException {
    if (app.sensor().isEmpty()) {
      return;
    }
    Deadline deadline = Deadline.in(timeout);
    for (Port port : ports) {
      if (port.protocol().equals("tcp")) {
        await(app, app.sensor().get(), port, deadline);
      }
    }
  }

  /**
   * Waits until all that a condition names holds. Ports that the sensor cannot see are connected
   * to.
   *
   * @param published the ports that stand for {@link Ready#ports} where there are none
   * @throws ProbeException naming what did not hold in time
   */
  public void await(App app, Ready ready, List<Port> published)
      throws IOException, InterruptedException {
    Readiness own = ready.timeout().map(limit -> new Readiness(prober, limit)).orElse(this);
    own.await(app, ready.ports().isEmpty() ? published : ready.ports());
    if (app.sensor().isEmpty()) {
      for (Port port : ready.ports()) {
        own.firstAnswer(app, Probe.forPort(port).as(Probe.Kind.TCP));
      }
    }
    Deadline deadline = Deadline.in(own.timeout);
    if (ready.log().isPresent()) {
      logged(app, ready.log().get(), deadline);
    }
    if (ready.http().isPresent()) {
      own.until(app, ready.http().get(), deadline);
    }
    if (ready.health()) {
      Probe check =
          app.inside()
              .flatMap(App.Inside::healthCheck)
              .orElseThrow(
                  () ->
                      new ProbeException(
                          Fault.NOTHING,
                          "<readiness> waits for the image's health, but the image has no"
                              + " HEALTHCHECK. Leave <health> out, or add one to the image.",
                          null));
      own.until(app, check, deadline);
    }
  }

  private static void logged(App app, String pattern, Deadline deadline)
      throws IOException, InterruptedException {
    Path log = app.inside().orElseThrow().log();
    if (new LogWatch(log, Pattern.compile(pattern)).await(app.exit(), deadline)) {
      return;
    }
    String event = "a line of its log matched '" + Probe.shown(pattern) + "'";
    if (gone(app)) {
      throw exited(app, event, null);
    }
    throw new ProbeException(
        Fault.SILENT,
        "within "
            + deadline.text()
            + ", no line of the app's log matched '"
            + Probe.shown(pattern)
            + "'. Correct <log> in <readiness>, or allow it more time.",
        null);
  }

  /** Any other answer than the accepted one means that the app is not ready yet. */
  private void until(App app, Probe probe, Deadline deadline)
      throws IOException, InterruptedException {
    while (true) {
      try {
        prober.send(app, probe, deadline);
        return;
      } catch (ProbeException e) {
        if (gone(app)) {
          throw exited(app, "it was ready: '" + probe.request() + "'", e);
        }
        if (deadline.left() == 0 || e.fault() == Fault.BROKEN) {
          throw e.forSo(deadline);
        }
      }
    }
  }

  private static void await(App app, App.Sensor sensor, Port port, Deadline deadline)
      throws IOException, InterruptedException {
    CompletableFuture<Void> listening = sensor.listening().apply(port);
    CompletableFuture<Void> exited = app.exit().handle((code, failure) -> null);
    try {
      CompletableFuture.anyOf(listening, exited).get(deadline.left(), TimeUnit.NANOSECONDS);
      if (listening.isDone()) {
        listening.get();
      } else {
        throw exited(app, "'" + port + "' was listened on", null);
      }
    } catch (TimeoutException e) {
      throw neverOpened(sensor, port, deadline, e);
    } catch (ExecutionException e) {
      if (app.exit().isDone() || gone(app)) {
        throw exited(app, "'" + port + "' was listened on", e.getCause());
      }
      throw new ProbeException(
          Fault.NOT_LISTENING,
          "'" + port + "' can no longer be watched: " + e.getCause().getMessage(),
          e.getCause());
    }
  }

  /**
   * Sends a probe until it is answered: as long as the app refuses or drops the connection or says
   * 503, it is taken to be starting. A request that may be repeated is asked anew on another
   * connection when nothing comes for a third of the time: a connection that was made while the app
   * or the network before it started may be dead without being closed.
   *
   * @throws ProbeException if the app ends, gives another answer than the probe accepts, or none in
   *     time
   */
  Exchange firstAnswer(App app, Probe probe) throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    ProbeException starting = null;
    while (true) {
      long left = deadline.left();
      Deadline attempt =
          probe.isRepeatable() ? deadline.within(timeout.dividedBy(ATTEMPTS)) : deadline;
      try {
        return prober.send(app, probe, attempt);
      } catch (ProbeException e) {
        if (!e.mayBeStarting() && e.rejected().isPresent()) {
          throw e;
        }
        if (gone(app)) {
          throw exited(app, "it answered '" + probe.request() + "'", e);
        }
        if (e.fault() == Fault.SILENT && deadline.left() > 0) {
          starting = e;
          continue;
        }
        if (!e.mayBeStarting()) {
          throw starting != null && cutShort(e, left) ? starting.forSo(deadline) : e;
        }
        if (deadline.left() == 0) {
          throw e.forSo(deadline);
        }
        starting = e;
      }
    }
  }

  /** Whether an attempt had too little time left to say more than the one before it. */
  private boolean cutShort(ProbeException e, long left) {
    return e.fault() == Fault.SILENT && left < timeout.toNanos() / 10;
  }

  /** An exit and the failure that it causes come in any order: waits a moment for the exit. */
  static boolean gone(App app) throws InterruptedException {
    try {
      app.exit().get(RETRY_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /**
   * The app's exit; an engine that lost it is no fault of the app.
   *
   * @throws IOException that of the engine
   */
  static ProbeException exited(App app, String before, Throwable cause)
      throws IOException, InterruptedException {
    return new ProbeException(
        Fault.EXITED,
        "the app exited with code '"
            + code(app.exit())
            + "' before "
            + before
            + ". Look into its log: it may need an <env>, <args> or a service.",
        cause);
  }

  private static int code(CompletableFuture<Integer> exit)
      throws IOException, InterruptedException {
    try {
      return exit.get();
    } catch (ExecutionException e) {
      throw lost(e);
    }
  }

  /** What the engine says of an app whose exit it does not know. */
  static IOException lost(ExecutionException e) {
    return e.getCause() instanceof IOException engine ? engine : new IOException(e.getCause());
  }

  private static ProbeException neverOpened(
      App.Sensor sensor, Port port, Deadline deadline, Throwable cause) {
    String others =
        sensor.listeners().get().stream()
            .sorted()
            .map(p -> "'" + p + "'")
            .collect(Collectors.joining(", "));
    return new ProbeException(
        Fault.NOT_LISTENING,
        "'"
            + port
            + "' was not listened on within "
            + deadline.text()
            + "; "
            + (others.isEmpty() ? "the app listens on nothing" : "the app listens on " + others)
            + ". Set <ports> to those that the app listens on, or allow it more time.",
        cause);
  }
}
