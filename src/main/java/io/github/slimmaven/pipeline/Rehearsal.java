package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.LogTail;
import io.github.slimmaven.engine.StartException;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.jvm.ClassLog;
import io.github.slimmaven.jvm.LoadedClasses;
import io.github.slimmaven.probe.App;
import io.github.slimmaven.probe.Discovery;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Exercise;
import io.github.slimmaven.probe.Plan;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Launches images, all in the same way, and asks them the same things. Requests and commands go to
 * one container; each probe of kind {@code run} gets a container of its own.
 */
final class Rehearsal {
  /** What Docker gives an app between the stop signal and the kill. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** What a JVM gets to end and to write what it recorded, on a machine under load. */
  private static final Duration WRITING = Duration.ofMinutes(2);

  private static final int LOG_LINES = 30;

  private final Engine engine;
  private final SlimRequest request;
  private final Ready ready;
  private final List<Port> ports;
  private final Workspace workspace;
  private final RunLog log;
  private final Exercise exercise;
  private final Readiness readiness;
  private final List<String> limits = new ArrayList<>();
  private long waitedMillis;
  private int launches;

  /**
   * @param ready when an app is ready for its first probe
   * @param ports container ports that are published
   */
  Rehearsal(
      Engine engine,
      SlimRequest request,
      Ready ready,
      List<Port> ports,
      Workspace workspace,
      RunLog log) {
    this.engine = engine;
    this.request = request;
    this.ready = ready;
    this.ports = ports;
    this.workspace = workspace;
    this.log = log;
    Prober prober = new Prober();
    this.exercise = new Exercise(prober, request.timeout());
    this.readiness = new Readiness(prober, request.timeout());
  }

  /** Milliseconds, over all launches, that went by until the app listened and had answered. */
  long waitedMillis() {
    return waitedMillis;
  }

  /** Sentences that say what could not be watched, besides those of the trace. */
  List<String> limits() {
    return List.copyOf(limits);
  }

  /**
   * Launches the source, traced, and sends it the probes. Commands are no part of that: each is
   * launched traced by itself, which shows what it needs up to where it misses the app, and
   * executed beside an untraced app, which shows what it answers.
   *
   * @param classLog makes JVMs log the classes that they load. Not for probes of kind {@code run}:
   *     JVMs print a line on it, and their output is compared
   */
  Traced traced(Image source, Plan plan, ClassLog classLog)
      throws IOException, InterruptedException, SlimFailure {
    List<Probe> probes = plan.probes();
    List<Probe> requests = probes.stream().filter(Probe::isRequest).toList();
    List<Traced> parts = new ArrayList<>();
    if (probes.isEmpty() || probes.stream().anyMatch(probe -> !probe.isRun())) {
      parts.add(tracedService(source, classLog, app -> ask(app, requests, plan)));
    }
    if (probes.stream().anyMatch(Probe::isRun) && classLog.variable().isPresent()) {
      notLogged("a JVM prints a line on it, and the output of probes of kind 'run' is compared");
    }
    if (probes.stream().anyMatch(Probe::isExec)) {
      parts.set(0, withCommands(source, probes, parts.get(0)));
    }
    for (Probe probe : probes) {
      if (probe.isRun()) {
        parts.add(tracedRun(source, probe));
      }
    }
    return parts.stream().reduce(Traced::and).orElseThrow();
  }

  /** Has something else than the probes use an app. */
  interface Use {
    /**
     * Uses a launched app.
     *
     * @param asked what the app has answered so far
     */
    void of(App app, List<Exchange> asked) throws IOException, InterruptedException, SlimFailure;
  }

  /**
   * Launches the source, traced, and has it used as soon as it is ready.
   *
   * @param plan what is asked before, if it is nobody's own
   */
  Traced used(Image source, Plan plan, ClassLog classLog, Use use)
      throws IOException, InterruptedException, SlimFailure {
    List<Probe> first = plan.exploring() ? plan.probes() : List.of();
    return tracedService(
        source,
        classLog,
        app -> {
          List<List<Exchange>> asked = ask(app, first, plan);
          use.of(app, asked.get(0));
          return asked;
        });
  }

  /**
   * Launches a minified image as its users will, and has it used as soon as it is ready.
   *
   * @param exchanges of the source; those that may be repeated tell when it is
   */
  void used(Image image, List<Exchange> exchanges, Use use)
      throws IOException, InterruptedException, SlimFailure {
    List<Exchange> safe = exchanges.stream().filter(e -> e.probe().isRepeatable()).toList();
    try (Container container = engine.launch(service(image, false))) {
      App app = LaunchedApp.of(image, container, false);
      try {
        readiness.await(app, safe.isEmpty() ? ready.listening(tcp(ports)) : ready, List.of());
        use.of(app, safe.isEmpty() ? List.of() : exercise.replay(app, safe));
      } catch (ProbeException e) {
        throw withLog(e, container);
      }
    } catch (StartException | ProbeException e) {
      throw new SlimFailure(
          "The minified image cannot be tested, nothing was published: " + e.getMessage(), e);
    }
  }

  /** Container ports that are published. */
  List<Port> ports() {
    return ports;
  }

  /**
   * Launches the source untraced and sends it the probes.
   *
   * @param trace of another launch
   * @param loaded in another launch
   */
  Traced answered(Image source, Plan plan, AccessTrace trace, LoadedClasses loaded)
      throws IOException, InterruptedException, SlimFailure {
    Stopwatch watch = new Stopwatch();
    List<Probe> service = plan.probes().stream().filter(probe -> !probe.isRun()).toList();
    List<Exchange> first = new ArrayList<>();
    List<Exchange> second = new ArrayList<>();
    if (!service.isEmpty() || plan.probes().isEmpty()) {
      try (Container container = engine.launch(service(source, false))) {
        App app = LaunchedApp.of(source, container, false);
        Stopwatch waiting = new Stopwatch();
        try {
          readiness.await(app, ready, List.of());
          first.addAll(discover(app, service, plan));
          second.addAll(repeatable(first) ? exercise.replay(app, first) : first);
          waitedMillis += waiting.total();
        } catch (ProbeException e) {
          throw failedSource(withLog(e, container));
        }
        container.stop(GRACE);
        keepLog(container);
      }
    }
    for (Probe probe : plan.probes()) {
      if (probe.isRun()) {
        try (Container container = engine.launch(run(source, false, probe))) {
          Exchange exchange;
          try {
            exchange = Run.accepted(await(probe, container));
          } catch (ProbeException e) {
            throw failedSource(withLog(e, container));
          }
          keepLog(container);
          first.add(exchange);
          second.add(exchange);
        }
      }
    }
    List<List<Exchange>> asked = first.equals(second) ? List.of(first) : List.of(first, second);
    return new Traced(asked, trace, 0, watch.lap(), loaded);
  }

  private void notLogged(String why) {
    limits.add("Which classes Java loaded was not logged: " + why);
  }

  /** Asks an app what it is to be asked, as often as may be. */
  private interface Asking {
    List<List<Exchange>> of(App app) throws IOException, InterruptedException, SlimFailure;
  }

  private Traced tracedService(Image source, ClassLog classLog, Asking asking)
      throws IOException, InterruptedException, SlimFailure {
    Stopwatch watch = new Stopwatch();
    Launch service = service(source, true);
    Launch logging =
        classLog.variable().map(log -> service.with(List.of(log), true)).orElse(service);
    classLog.silence().ifPresent(this::notLogged);
    try (Container container = engine.launch(logging)) {
      App app = LaunchedApp.of(source, container, true);
      Stopwatch waiting = new Stopwatch();
      List<List<Exchange>> asked;
      long launch;
      long probe;
      try {
        readiness.await(app, ready, tcp(ports));
        launch = watch.lap();
        log.launched(launch);
        asked = asking.of(app);
        probe = watch.lap();
        waitedMillis += waiting.total();
      } catch (ProbeException e) {
        throw failedSource(withLog(e, container));
      }
      container.stop(GRACE);
      keepLog(container);
      return new Traced(
          asked, TraceReader.read(container.trace()), launch, probe, loaded(logging, container));
    }
  }

  private List<List<Exchange>> ask(App app, List<Probe> requests, Plan plan)
      throws IOException, InterruptedException, SlimFailure {
    if (requests.isEmpty() && !plan.exploring() && plan.discovery().openApi().isEmpty()) {
      if (tcp(ports).isEmpty() && !ready.tells()) {
        throw new SlimFailure(
            "Nothing tells when the app is ready for its commands or tests: add <readiness>, or a"
                + " probe of a port.",
            null);
      }
      return List.of(List.of());
    }
    List<Exchange> first = discover(app, requests, plan);
    return repeatable(first) ? List.of(first, exercise.replay(app, first)) : List.of(first);
  }

  private List<Exchange> discover(App app, List<Probe> requests, Plan plan)
      throws IOException, InterruptedException {
    Discovery.Outcome outcome = exercise.discover(app, requests, plan);
    outcome.crawled().map(log::crawled).ifPresent(limits::addAll);
    outcome
        .generated()
        .map(found -> log.generated(found, plan.discovery().openApi().orElseThrow().name()))
        .ifPresent(limits::addAll);
    return outcome.exchanges();
  }

  /**
   * Adds the commands to what the requests gave, at their places.
   *
   * @param requests the same probes without the commands
   */
  private Traced withCommands(Image source, List<Probe> probes, Traced requests)
      throws IOException, InterruptedException, SlimFailure {
    AccessTrace trace = requests.trace();
    for (Probe probe : probes) {
      if (probe.isExec()) {
        trace = trace.merge(tracedCommand(source, probe));
      }
    }
    List<Probe> service = new ArrayList<>();
    probes.stream().filter(probe -> !probe.isRun()).forEach(service::add);
    long own = probes.stream().filter(Probe::isRequest).count();
    requests.asked().get(0).stream().skip(own).map(Exchange::probe).forEach(service::add);
    List<Exchange> untraced;
    try (Container container = engine.launch(service(source, false))) {
      App app = LaunchedApp.of(source, container, false);
      try {
        readiness.await(app, ready, List.of());
        untraced = exercise.run(app, service);
      } catch (ProbeException e) {
        throw failedSource(withLog(e, container));
      }
    }
    List<List<Exchange>> asked = new ArrayList<>();
    for (List<Exchange> round : requests.asked()) {
      Iterator<Exchange> answered = round.iterator();
      asked.add(untraced.stream().map(e -> e.probe().isExec() ? e : answered.next()).toList());
    }
    asked.add(untraced);
    return new Traced(
        asked, trace, requests.launchMillis(), requests.probeMillis(), requests.loaded());
  }

  /** What a command touches by itself, without the app; it need not come to a good end. */
  private AccessTrace tracedCommand(Image image, Probe probe)
      throws IOException, InterruptedException {
    try (Container container = engine.launch(command(image, probe))) {
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

  private LoadedClasses loaded(Launch launch, Container container)
      throws IOException, InterruptedException {
    if (!launch.handsOver()) {
      return LoadedClasses.NONE;
    }
    try {
      return LoadedClasses.read(container.files());
    } catch (EngineException e) {
      log.classesUnknown(e.getMessage());
      limits.add("Which classes Java loaded is not known: " + e.getMessage());
      return LoadedClasses.NONE;
    }
  }

  private Traced tracedRun(Image source, Probe probe)
      throws IOException, InterruptedException, SlimFailure {
    Stopwatch watch = new Stopwatch();
    try (Container container = engine.launch(run(source, true, probe))) {
      long launch = watch.lap();
      try {
        Exchange exchange = Run.accepted(await(probe, container));
        keepLog(container);
        return new Traced(
            List.of(List.of(exchange)),
            TraceReader.read(container.trace()),
            launch,
            watch.lap(),
            LoadedClasses.NONE);
      } catch (ProbeException e) {
        throw failedSource(withLog(e, container));
      }
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
      try (Container container = engine.launch(service(image, false))) {
        App app = LaunchedApp.of(image, container, false);
        Stopwatch waiting = new Stopwatch();
        try {
          readiness.await(app, ready, List.of());
          replayed.addAll(exercise.replay(app, service));
          waitedMillis += waiting.total();
        } catch (ProbeException e) {
          throw withLog(e, container);
        }
        // How it ends is not looked at: closing kills it, for it may take its time.
        health = health(image, container);
      }
    }
    for (Exchange exchange : exchanges) {
      if (exchange.probe().isRun()) {
        try (Container container = engine.launch(run(image, false, exchange.probe()))) {
          replayed.add(await(exchange.probe(), container));
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
            requests.isEmpty() ? List.of() : ports,
            false,
            true,
            folder());
    try (Container container = engine.launch(launch)) {
      try {
        if (requests.isEmpty()) {
          await(exchanges.get(0).probe(), container);
        } else {
          App app = new App(container::address, container.exit(), Optional.empty());
          exercise.replay(app, requests);
        }
      } catch (ProbeException e) {
        throw withLog(e, container);
      }
      container.stop(WRITING);
      Path file = container.files().resolve(name);
      if (!Files.isRegularFile(file)) {
        throw new EngineException(
            "'%s' left no list of the classes that it loaded: %s"
                .formatted(
                    String.join(" ", program),
                    String.join(" ", LogTail.read(container.log(), LOG_LINES))));
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
      try (Container container = engine.launch(service(image, true))) {
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
        container.stop(GRACE);
        traces.add(TraceReader.read(container.trace()));
      }
    }
    for (Exchange exchange : exchanges) {
      if (exchange.probe().isExec()) {
        traces.add(tracedCommand(image, exchange.probe()));
      }
      if (exchange.probe().isRun()) {
        try (Container container = engine.launch(run(image, true, exchange.probe()))) {
          await(exchange.probe(), container);
          traces.add(TraceReader.read(container.trace()));
        }
      }
    }
    return traces.stream().reduce(AccessTrace::merge).orElseThrow();
  }

  /** Launches an image untraced and asks it one thing; what the engine prepares does not count. */
  StartupTrial.Start start(Image image, Exchange exchange)
      throws IOException, InterruptedException {
    try (Container container = engine.launch(service(image, false))) {
      Stopwatch watch = new Stopwatch();
      App app = LaunchedApp.of(image, container, false);
      try {
        readiness.await(app, ready, List.of());
        exercise.replay(app, List.of(exchange));
      } catch (ProbeException e) {
        throw withLog(e, container);
      }
      return new StartupTrial.Start(Duration.ofMillis(watch.total()), container.cpuTime());
    }
  }

  private static Optional<HealthCheck.Outcome> health(Image image, Container container)
      throws IOException, InterruptedException {
    Optional<HealthCheck> check = HealthCheck.of(image.config());
    return check.isPresent() ? Optional.of(check.get().run(container)) : Optional.empty();
  }

  private Exchange await(Probe probe, Container container)
      throws IOException, InterruptedException {
    Stopwatch waiting = new Stopwatch();
    Exchange exchange =
        Run.await(
            probe, container.exit(), container.log(), probe.timeout().orElse(request.timeout()));
    waitedMillis += waiting.total();
    return exchange;
  }

  private Launch service(Image image, boolean traced) throws IOException {
    return new Launch(
        image, request.args(), request.env(), request.user(), ports, traced, folder());
  }

  private Launch run(Image image, boolean traced, Probe probe) throws IOException {
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

  private Launch command(Image image, Probe probe) throws IOException {
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

  private Path folder() throws IOException {
    launches++;
    return workspace.folder("launch-" + launches);
  }

  private void keepLog(Container container) throws IOException {
    try (OutputStream log =
        Files.newOutputStream(
            request.output().resolve(Outputs.LOG),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      Files.copy(container.log(), log);
    }
  }

  private static ProbeException withLog(ProbeException cause, Container container)
      throws IOException {
    return cause.withLog(LogTail.read(container.log(), LOG_LINES));
  }

  private static SlimFailure failedSource(ProbeException cause) {
    return new SlimFailure("The source image failed its probes: " + cause.getMessage(), cause);
  }

  private static boolean repeatable(List<Exchange> exchanges) {
    return exchanges.stream().map(Exchange::probe).allMatch(Probe::isRepeatable);
  }

  private static List<Port> tcp(List<Port> ports) {
    return ports.stream().filter(port -> port.protocol().equals("tcp")).toList();
  }
}
