package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Hardening;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.LogTail;
import io.github.slimmaven.engine.StartException;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.App;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Exercise;
import io.github.slimmaven.probe.ProbeException;
import io.github.slimmaven.probe.Readiness;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Launches images and asks them what their source was asked. */
final class Replay {
  /** What a JVM gets to end and to write what it recorded, on a machine under load. */
  private static final Duration WRITING = Duration.ofMinutes(2);

  private final Launches launches;
  private final SlimRequest request;
  private final Ready ready;
  private final Exercise exercise;
  private final Readiness readiness;
  private final Hardening hardening;

  Replay(Launches launches) {
    this(launches, Hardening.NONE);
  }

  private Replay(Launches launches, Hardening hardening) {
    this.hardening = hardening;
    this.launches = launches;
    this.request = launches.request();
    this.ready = launches.ready();
    this.exercise = launches.exercise();
    this.readiness = launches.readiness();
  }

  /** The same, but that untraced launches are allowed less. */
  Replay under(Hardening limits) {
    return new Replay(launches, limits);
  }

  /** When an app is ready for its first probe. */
  Ready ready() {
    return ready;
  }

  /** Container ports that are published. */
  List<Port> ports() {
    return launches.ports();
  }

  /**
   * Launches a minified image as its users will, and has it used as soon as it is ready.
   *
   * @param exchanges of the source; those that may be repeated tell when it is
   */
  void used(Image image, List<Exchange> exchanges, Rehearsal.Use use)
      throws IOException, InterruptedException, SlimFailure {
    List<Exchange> safe = exchanges.stream().filter(e -> e.probe().isRepeatable()).toList();
    try (Container container = launches.launch(launches.service(image, false).under(hardening))) {
      App app = LaunchedApp.of(image, container, false);
      try {
        readiness.await(
            app, safe.isEmpty() ? ready.listening(launches.tcpPorts()) : ready, List.of());
        use.of(app, safe.isEmpty() ? List.of() : exercise.replay(app, safe));
      } catch (ProbeException e) {
        throw Launches.withLog(e, container);
      }
    } catch (StartException | ProbeException e) {
      throw new SlimFailure(
          "The minified image cannot be tested, nothing was published: " + e.getMessage(), e);
    }
  }

  /**
   * What an untraced launch gave.
   *
   * @param exchanges one for each that was to be replayed; those of kind {@code run} last
   * @param health of the app after the last answer, if the image has a health check
   */
  record Replayed(List<Exchange> exchanges, Optional<HealthCheck.Outcome> health) {}

  /** Launches the minified image as its users will, and sends it the same probes. */
  Replayed minified(Image image, List<Exchange> exchanges)
      throws IOException, InterruptedException, SlimFailure {
    try {
      return again(image, exchanges);
    } catch (StartException e) {
      throw new SlimFailure(
          "The minified image does not start, nothing was published: " + e.getMessage(), e);
    } catch (ProbeException e) {
      throw new SlimFailure(
          "The minified image failed its probes, nothing was published: " + e.getMessage(), e);
    }
  }

  /** Launches an image untraced: what differs by itself in the source differs now. */
  Replayed again(Image image, List<Exchange> exchanges) throws IOException, InterruptedException {
    List<Exchange> service = exchanges.stream().filter(e -> !e.probe().isRun()).toList();
    List<Exchange> replayed = new ArrayList<>();
    Optional<HealthCheck.Outcome> health = Optional.empty();
    if (!service.isEmpty()) {
      try (Container container = launches.launch(launches.service(image, false).under(hardening))) {
        App app = LaunchedApp.of(image, container, false);
        Stopwatch waiting = new Stopwatch();
        try {
          readiness.await(app, ready, List.of());
          replayed.addAll(exercise.replay(app, service));
          launches.waited(waiting);
        } catch (ProbeException e) {
          throw Launches.withLog(e, container);
        }
        // How it ends is not looked at: closing kills it, for it may take its time.
        health = health(image, container);
      }
    }
    for (Exchange exchange : exchanges) {
      if (exchange.probe().isRun()) {
        try (Container container =
            launches.launch(launches.run(image, false, exchange.probe()).under(hardening))) {
          replayed.add(launches.await(exchange.probe(), container));
        }
      }
    }
    return new Replayed(replayed, health);
  }

  /** What replaces the image's cmd where the exchanges come from, if anything does. */
  Optional<List<String>> args(List<Exchange> exchanges) {
    return exchanges.stream().allMatch(exchange -> exchange.probe().isRun())
        ? exchanges.stream()
            .findFirst()
            .map(exchange -> exchange.probe().command().orElseThrow().args())
            .filter(args -> !args.isEmpty())
            .or(request::args)
        : request.args();
  }

  /**
   * Launches an image with a program that leaves a file, and replays the requests; where there are
   * none it runs to its end.
   *
   * @param name of the file in {@link Launch#OUT}
   * @param to where it goes
   */
  void recorded(Image image, List<Exchange> exchanges, List<String> program, String name, Path to)
      throws IOException, InterruptedException {
    List<Exchange> requests = exchanges.stream().filter(e -> !e.probe().isRun()).toList();
    Launch launch =
        new Launch(
            image,
            Optional.of(program),
            Optional.empty(),
            request.env(),
            request.user(),
            requests.isEmpty() ? List.of() : launches.ports(),
            false,
            true,
            launches.folder());
    try (Container container = launches.launch(launch)) {
      try {
        if (requests.isEmpty()) {
          launches.await(exchanges.get(0).probe(), container);
        } else {
          App app = new App(container::address, container.exit(), Optional.empty());
          exercise.replay(app, requests);
        }
      } catch (ProbeException e) {
        throw Launches.withLog(e, container);
      }
      container.stop(WRITING);
      Path file = container.files().resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new EngineException(
            "'%s' left no list of the classes that it loaded: %s"
                .formatted(
                    String.join(" ", program),
                    String.join(" ", LogTail.read(container.log(), Launches.LOG_LINES))));
      }
      Files.move(file, to);
    }
  }

  /**
   * Launches an image traced and replays what it answers; how it answers is not looked at.
   *
   * @param exchanges at least one
   */
  AccessTrace watched(Image image, List<Exchange> exchanges)
      throws IOException, InterruptedException {
    List<AccessTrace> traces = new ArrayList<>();
    if (exchanges.stream().anyMatch(e -> !e.probe().isRun())) {
      try (Container container = launches.launch(launches.service(image, true))) {
        App app = LaunchedApp.of(image, container, true);
        try {
          readiness.await(app, ready, List.of());
          List<Exchange> requests = exchanges.stream().filter(e -> e.probe().isRequest()).toList();
          if (!requests.isEmpty()) {
            exercise.replay(app, requests);
          }
        } catch (ProbeException e) {
          // It has been answered as far as the image can.
        }
        container.stop(Launches.GRACE);
        traces.add(TraceReader.read(container.trace()));
      }
    }
    for (Exchange exchange : exchanges) {
      if (exchange.probe().isExec()) {
        traces.add(launches.tracedCommand(image, exchange.probe()));
      }
      if (exchange.probe().isRun()) {
        try (Container container = launches.launch(launches.run(image, true, exchange.probe()))) {
          launches.await(exchange.probe(), container);
          traces.add(TraceReader.read(container.trace()));
        }
      }
    }
    return traces.stream().reduce(AccessTrace::merge).orElseThrow();
  }

  /** Launches an image untraced and asks it one thing; what the engine prepares does not count. */
  StartupTrial.Start start(Image image, Exchange exchange)
      throws IOException, InterruptedException {
    try (Container container = launches.launch(launches.service(image, false))) {
      Stopwatch watch = new Stopwatch();
      App app = LaunchedApp.of(image, container, false);
      try {
        readiness.await(app, ready, List.of());
        exercise.replay(app, List.of(exchange));
      } catch (ProbeException e) {
        throw Launches.withLog(e, container);
      }
      return new StartupTrial.Start(Duration.ofMillis(watch.total()), container.cpuTime());
    }
  }

  /** What the image's health check touches by itself, without the app; empty if it has none. */
  Optional<AccessTrace> watchedCheck(Image image) throws IOException, InterruptedException {
    Optional<HealthCheck> check = HealthCheck.of(image.config());
    return check.isPresent()
        ? Optional.of(launches.tracedCommand(image, check.get().probe()))
        : Optional.empty();
  }

  private static Optional<HealthCheck.Outcome> health(Image image, Container container)
      throws IOException, InterruptedException {
    Optional<HealthCheck> check = HealthCheck.of(image.config());
    return check.isPresent() ? Optional.of(check.get().run(container)) : Optional.empty();
  }
}
