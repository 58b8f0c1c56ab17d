package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.LogTail;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.App;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Exercise;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.ProbeException;
import io.github.slimmaven.probe.Prober;
import io.github.slimmaven.probe.Readiness;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Launches images, all in the same way, and asks them the same things. */
final class Rehearsal {
  /** What Docker gives an app between the stop signal and the kill. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int LOG_LINES = 30;

  /** Asking these again changes nothing in the app (RFC 9110, section 9.2.1). */
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

  private final Engine engine;
  private final SlimRequest request;
  private final List<Port> ports;
  private final Workspace workspace;
  private final RunLog log;
  private final Exercise exercise;
  private final Readiness readiness;
  private long waitedMillis;

  /**
   * @param ports container ports that are published
   */
  Rehearsal(Engine engine, SlimRequest request, List<Port> ports, Workspace workspace, RunLog log) {
    this.engine = engine;
    this.request = request;
    this.ports = ports;
    this.workspace = workspace;
    this.log = log;
    Prober prober = new Prober();
    this.exercise = new Exercise(prober, request.timeout());
    this.readiness = new Readiness(prober, request.timeout());
  }

  /**
   * What the traced run gave.
   *
   * @param asked the exchanges, as often as the app was asked
   * @param trace what the app touched
   * @param launchMillis until the app listened
   * @param probeMillis until the last answer
   */
  record Traced(
      List<List<Exchange>> asked, AccessTrace trace, long launchMillis, long probeMillis) {}

  /** Milliseconds, over all launches, that went by until the app listened and had answered. */
  long waitedMillis() {
    return waitedMillis;
  }

  /** Launches the source, traced, and sends it the probes. */
  Traced traced(Image source, List<Probe> probes)
      throws IOException, InterruptedException, SlimFailure {
    Path directory = workspace.folder("traced");
    Stopwatch watch = new Stopwatch();
    try (Container container = engine.launch(launch(source, true, directory))) {
      App app =
          new App(
              container::address,
              container.exit(),
              Optional.of(new App.Sensor(container::listening, container::listeners)));
      Stopwatch waiting = new Stopwatch();
      List<List<Exchange>> asked;
      long launch;
      long probe;
      try {
        readiness.await(app, tcp(ports));
        launch = watch.lap();
        log.launched(launch);
        List<Exchange> first = exercise.run(app, probes);
        asked = repeatable(probes) ? List.of(first, exercise.replay(app, first)) : List.of(first);
        probe = watch.lap();
        waitedMillis += waiting.total();
      } catch (ProbeException e) {
        throw failure("The source image failed its probes: ", e, container);
      }
      container.stop(GRACE);
      AccessTrace trace = TraceReader.read(container.trace());
      Files.copy(
          container.log(),
          request.output().resolve("container.log"),
          StandardCopyOption.REPLACE_EXISTING);
      return new Traced(asked, trace, launch, probe);
    }
  }

  /** Launches the minified image as its users will, and sends it the same probes. */
  List<Exchange> minified(Image image, List<Exchange> exchanges)
      throws IOException, InterruptedException, SlimFailure {
    Path directory = workspace.folder("verified");
    try (Container container = engine.launch(launch(image, false, directory))) {
      try {
        return replay(container, exchanges);
      } catch (ProbeException e) {
        throw failure(
            "The minified image failed its probes, nothing was published: ", e, container);
      }
    }
  }

  /** Launches the source once more, untraced: what differs by itself differs now. */
  List<Exchange> again(Image source, List<Exchange> exchanges)
      throws IOException, InterruptedException {
    try (Container container = engine.launch(launch(source, false, workspace.folder("again")))) {
      return replay(container, exchanges);
    }
  }

  private List<Exchange> replay(Container container, List<Exchange> exchanges)
      throws IOException, InterruptedException {
    // How it ends is not looked at: it is killed, for it may take its time.
    Stopwatch waiting = new Stopwatch();
    List<Exchange> replayed =
        exercise.replay(new App(container::address, container.exit(), Optional.empty()), exchanges);
    waitedMillis += waiting.total();
    return replayed;
  }

  private Launch launch(Image image, boolean traced, Path directory) {
    return new Launch(
        image, request.args(), request.env(), request.user(), ports, traced, directory);
  }

  private static SlimFailure failure(String what, ProbeException cause, Container container)
      throws IOException {
    return new SlimFailure(
        what + cause.withLog(LogTail.read(container.log(), LOG_LINES)).getMessage(), cause);
  }

  private static boolean repeatable(List<Probe> probes) {
    return probes.stream().allMatch(probe -> SAFE_METHODS.contains(probe.method()));
  }

  private static List<Port> tcp(List<Port> ports) {
    return ports.stream().filter(port -> port.protocol().equals("tcp")).toList();
  }
}
