package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.jvm.ClassLog;
import io.github.slimmaven.jvm.LoadedClasses;
import io.github.slimmaven.probe.App;
import io.github.slimmaven.probe.Discovery;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Exercise;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.ProbeException;
import io.github.slimmaven.probe.Readiness;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.probe.Run;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Launches the source and asks it what it is to be asked. */
final class Rehearsal {
  private final Launches launches;
  private final Ready ready;
  private final RunLog log;
  private final Exercise exercise;
  private final Readiness readiness;
  private final Set<String> limits = new LinkedHashSet<>(); // each once, however many launches

  Rehearsal(Launches launches, RunLog log) {
    this.launches = launches;
    this.ready = launches.ready();
    this.log = log;
    this.exercise = launches.exercise();
    this.readiness = launches.readiness();
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
   * @param plan of which is asked before what tests allow
   */
  Traced used(Image source, Plan plan, ClassLog classLog, Use use)
      throws IOException, InterruptedException, SlimFailure {
    Plan before = plan.beforeTests();
    return tracedService(
            source,
            classLog,
            app -> {
              List<List<Exchange>> asked = ask(app, before.probes(), before);
              use.of(app, asked.get(0));
              return asked;
            })
        .withLimits(limits());
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
      try (Container container = launches.launch(launches.service(source, false))) {
        App app = LaunchedApp.of(source, container, false);
        Stopwatch waiting = new Stopwatch();
        try {
          readiness.await(app, ready, List.of());
          first.addAll(discover(app, service, plan));
          second.addAll(repeatable(first) ? exercise.replay(app, first) : first);
          launches.waited(waiting);
        } catch (ProbeException e) {
          throw failedSource(Launches.withLog(e, container));
        }
        container.stop(Launches.GRACE);
        launches.keepLog(container);
      }
    }
    for (Probe probe : plan.probes()) {
      if (probe.isRun()) {
        try (Container container = launches.launch(launches.run(source, false, probe))) {
          Exchange exchange;
          try {
            exchange = Run.accepted(launches.await(probe, container));
          } catch (ProbeException e) {
            throw failedSource(Launches.withLog(e, container));
          }
          launches.keepLog(container);
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
    Launch service = launches.service(source, true);
    Launch logging =
        classLog.variable().map(variable -> service.with(List.of(variable), true)).orElse(service);
    classLog.silence().ifPresent(this::notLogged);
    try (Container container = launches.launch(logging)) {
      App app = LaunchedApp.of(source, container, true);
      Stopwatch waiting = new Stopwatch();
      List<List<Exchange>> asked;
      long launch;
      long probe;
      try {
        readiness.await(app, ready, launches.tcpPorts());
        launch = watch.lap();
        log.launched(launch);
        asked = asking.of(app);
        probe = watch.lap();
        launches.waited(waiting);
      } catch (ProbeException e) {
        throw failedSource(Launches.withLog(e, container));
      }
      container.stop(Launches.GRACE);
      launches.keepLog(container);
      return new Traced(
          asked, TraceReader.read(container.trace()), launch, probe, loaded(logging, container));
    }
  }

  private List<List<Exchange>> ask(App app, List<Probe> requests, Plan plan)
      throws IOException, InterruptedException, SlimFailure {
    if (requests.isEmpty() && !plan.exploring() && plan.discovery().openApi().isEmpty()) {
      if (launches.tcpPorts().isEmpty() && !ready.tells()) {
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
        trace = trace.merge(launches.tracedCommand(source, probe));
      }
    }
    List<Probe> service = new ArrayList<>();
    probes.stream().filter(probe -> !probe.isRun()).forEach(service::add);
    long own = probes.stream().filter(Probe::isRequest).count();
    requests.asked().get(0).stream().skip(own).map(Exchange::probe).forEach(service::add);
    List<Exchange> untraced;
    try (Container container = launches.launch(launches.service(source, false))) {
      App app = LaunchedApp.of(source, container, false);
      try {
        readiness.await(app, ready, List.of());
        untraced = exercise.run(app, service);
      } catch (ProbeException e) {
        throw failedSource(Launches.withLog(e, container));
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
    try (Container container = launches.launch(launches.run(source, true, probe))) {
      long launch = watch.lap();
      try {
        Exchange exchange = Run.accepted(launches.await(probe, container));
        launches.keepLog(container);
        return new Traced(
            List.of(List.of(exchange)),
            TraceReader.read(container.trace()),
            launch,
            watch.lap(),
            LoadedClasses.NONE);
      } catch (ProbeException e) {
        throw failedSource(Launches.withLog(e, container));
      }
    }
  }

  private static SlimFailure failedSource(ProbeException cause) {
    return new SlimFailure("The source image failed its probes: " + cause.getMessage(), cause);
  }

  private static boolean repeatable(List<Exchange> exchanges) {
    return exchanges.stream().map(Exchange::probe).allMatch(Probe::isRepeatable);
  }
}
