package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.LogTail;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Exercise;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.ProbeException;
import io.github.slimmaven.probe.Prober;
import io.github.slimmaven.probe.Readiness;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.probe.Run;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.TraceReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Launches containers, all in the same way, and keeps account of it. Requests and commands go to
 * one container; each probe of kind {@code run} gets a container of its own.
 */
final class Launches {
  /** What Docker gives an app between the stop signal and the kill. */
  static final Duration GRACE = Duration.ofSeconds(10);

  static final int LOG_LINES = 30;

  private final Engine engine;
  private final SlimRequest request;
  private final Ready ready;
  private final List<Port> ports;
  private final Workspace workspace;
  private final Exercise exercise;
  private final Readiness readiness;
  private long waitedMillis;
  private int launches;

  /**
   * @param ready when an app is ready for its first probe
   * @param ports container ports that are published
   * @param asked is told of each request to an app
   */
  Launches(
      Engine engine,
      SlimRequest request,
      Ready ready,
      List<Port> ports,
      Workspace workspace,
      Runnable asked) {
    this.engine = engine;
    this.request = request;
    this.ready = ready;
    this.ports = ports;
    this.workspace = workspace;
    Prober prober = new Prober(asked);
    this.exercise = new Exercise(prober, request.timeout());
    this.readiness = new Readiness(prober, request.timeout());
  }

  SlimRequest request() {
    return request;
  }

  Ready ready() {
    return ready;
  }

  Exercise exercise() {
    return exercise;
  }

  Readiness readiness() {
    return readiness;
  }

  /** Container ports that are published. */
  List<Port> ports() {
    return ports;
  }

  List<Port> tcpPorts() {
    return ports.stream().filter(port -> port.protocol().equals("tcp")).toList();
  }

  /** Milliseconds, over all launches, that went by until the app listened and had answered. */
  long waitedMillis() {
    return waitedMillis;
  }

  void waited(Stopwatch waiting) {
    waitedMillis += waiting.total();
  }

  Container launch(Launch launch) throws IOException, InterruptedException {
    return engine.launch(launch);
  }

  /** What a command touches by itself, without the app; it need not come to a good end. */
  AccessTrace tracedCommand(Image image, Probe probe) throws IOException, InterruptedException {
    try (Container container = launch(command(image, probe))) {
      Duration limit = probe.timeout().orElse(request.timeout());
      try {
        container.exit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        container.stop(GRACE); // it waits for the app
      } catch (ExecutionException e) {
        throw new EngineException(
            "'" + probe.request() + "' was lost: " + e.getCause().getMessage(), e.getCause());
      }
      return TraceReader.read(container.trace());
    }
  }

  Exchange await(Probe probe, Container container) throws IOException, InterruptedException {
    Stopwatch waiting = new Stopwatch();
    Exchange exchange =
        Run.await(
            probe, container.exit(), container.log(), probe.timeout().orElse(request.timeout()));
    waited(waiting);
    return exchange;
  }

  Launch service(Image image, boolean traced) throws IOException {
    return new Launch(
        image, request.args(), request.env(), request.user(), ports, traced, folder());
  }

  Launch run(Image image, boolean traced, Probe probe) throws IOException {
    List<String> args = probe.command().orElseThrow().args();
    return new Launch(
        image,
        args.isEmpty() ? request.args() : Optional.of(args),
        request.env(),
        request.user(),
        List.of(),
        traced,
        folder());
  }

  Launch command(Image image, Probe probe) throws IOException {
    return new Launch(
        image,
        Optional.of(probe.command().orElseThrow().args()),
        Optional.empty(),
        request.env(),
        request.user(),
        List.of(),
        true,
        false,
        folder());
  }

  static ProbeException withLog(ProbeException cause, Container container) throws IOException {
    return cause.withLog(LogTail.read(container.log(), LOG_LINES));
  }

  void keepLog(Container container) throws IOException {
    try (OutputStream log =
        Files.newOutputStream(
            request.output().resolve(Outputs.LOG),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      Files.copy(container.log(), log);
    }
  }

  Path folder() throws IOException {
    launches++;
    return workspace.folder("launch-" + launches);
  }
}
