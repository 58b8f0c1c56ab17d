package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.image.CompressedAhead;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.FullDisk;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.inventory.Inventory;
import io.github.slimmaven.jvm.ClassLog;
import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.keep.ApplicationLayers;
import io.github.slimmaven.keep.KeepRequest;
import io.github.slimmaven.keep.Keeper;
import io.github.slimmaven.probe.App;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.publish.Publisher;
import io.github.slimmaven.report.ConsoleSummary;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.Startup;
import io.github.slimmaven.source.SourceImages;
import io.github.slimmaven.trace.AccessTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * The stages of {@code slim:minify}, in order: open the source, launch and probe it traced, decide
 * what stays, write the minified image, launch and probe that, compare, publish, report.
 */
public final class SlimRun {

  private final SlimRequest request;
  private final Composed composed;
  private final RunLog log;
  private final Workspace workspace;
  private final LayerStore store;
  private final Opening engines;
  private final IntegrationTests tests;
  private final boolean publishing;
  private final Stopwatch watch = new Stopwatch();

  /** Opens the engine, which the run closes. */
  interface Opening {
    Engine open() throws IOException, InterruptedException;
  }

  private SlimRun(
      Composed composed,
      IntegrationTests tests,
      boolean publishing,
      RunLog log,
      Opening engines,
      Workspace workspace) {
    this.composed = composed;
    this.request = composed.request();
    this.tests = tests;
    this.publishing = publishing;
    this.log = log;
    this.engines = engines;
    this.workspace = workspace;
    this.store =
        new LayerStore(request.cache(), LayerStore.Limits.DEFAULT, log.progress()::read)
            .compressing(request.compression());
  }

  /**
   * Runs all stages.
   *
   * @param tests of the project
   * @return the report, as written to {@code report.json}
   * @throws SlimFailure if a probe fails or the minified image answers differently; nothing was
   *     published then
   * @throws IOException if a stage could not do its job
   */
  public static Report run(SlimRequest request, IntegrationTests tests, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    return run(request, tests, true, log, engines(request, log));
  }

  /**
   * Runs the stages up to the minified image, which is measured and thrown away: {@code
   * slim:profile}.
   *
   * @param tests of the project
   * @return the report, as written to {@code report.json}
   * @throws SlimFailure if a probe fails
   * @throws IOException if a stage could not do its job
   */
  public static Report profile(SlimRequest request, IntegrationTests tests, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    return run(request, tests, false, log, engines(request, log));
  }

  private static Opening engines(SlimRequest request, RunLog log) {
    return () -> Engines.open(request.engine(), request.cache(), log);
  }

  static Report run(SlimRequest request, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    return run(request, IntegrationTests.NONE, log);
  }

  static Report run(SlimRequest request, RunLog log, Opening engines)
      throws IOException, InterruptedException, SlimFailure {
    return run(request, IntegrationTests.NONE, true, log, engines);
  }

  static Report run(
      SlimRequest request, IntegrationTests tests, boolean publishing, RunLog log, Opening engines)
      throws IOException, InterruptedException, SlimFailure {
    try (Workspace workspace = Workspace.open(request.output())) {
      Outputs.removeStale(request.output(), workspace, tests.app().isPresent());
      return new SlimRun(Composed.of(request, log), tests, publishing, log, engines, workspace)
          .run();
    } catch (IOException e) {
      throw FullDisk.explained(
          StopSignal.unlessInterrupted(e), "what the run found", request.output());
    }
  }

  /** Has the source image used while it is traced. */
  interface Use {
    void of(Image source, App app, Endpoint endpoint)
        throws IOException, InterruptedException, SlimFailure;
  }

  /** The stages until the source is launched; goes on until the use of it ends. */
  static Traced tested(SlimRequest request, RunLog log, Opening engines, Use use)
      throws IOException, InterruptedException, SlimFailure {
    // Not beside those of other runs, which remove what they find.
    Path folder = request.output().resolve(Outputs.TESTED);
    try (Workspace workspace = Workspace.open(folder)) {
      Outputs.removeStale(request.output(), workspace, false);
      return new SlimRun(
              Composed.of(request, log), IntegrationTests.NONE, false, log, engines, workspace)
          .tested(use);
    } catch (IOException e) {
      throw FullDisk.explained(
          StopSignal.unlessInterrupted(e), "what the run found", request.output());
    }
  }

  private Report run() throws IOException, InterruptedException, SlimFailure {
    BuiltSource source = source();
    MergedTree tree = MergedTree.of(source.image());
    log.opened(
        source.image().reference(),
        source.image().layers().size(),
        tree.entries().size(),
        watch.total());
    try (Engine engine = engines.open();
        CompressedAhead ahead = new CompressedAhead(store)) {
      log.engineChosen(engine.name(), engine.version());
      return minify(source, tree, engine, ahead);
    }
  }

  private Traced tested(Use use) throws IOException, InterruptedException, SlimFailure {
    Image source = source().image();
    List<Port> ports = ports(source);
    Plan plan = request.plan().apply(ports).unlessBroken();
    Ready ready = request.ready().apply(ports);
    List<Port> published = published(ports, plan, ready);
    ClassLog classLog = classLog(source, MergedTree.of(source));
    try (Engine engine = engines.open()) {
      log.engineChosen(engine.name(), engine.version());
      Engine serviced = ServicedEngine.of(engine, composed, images(), workspace, log);
      return new Rehearsal(
              new Launches(serviced, request, ready, published, workspace, log.progress()::asked),
              log)
          .used(
              source,
              plan,
              classLog,
              (app, asked) -> use.of(source, app, Endpoint.of(app, published, asked)));
    }
  }

  private BuiltSource source() throws IOException, InterruptedException {
    if (request.image().isEmpty()) {
      return BuiltSource.read(request.output());
    }
    return BuiltSource.of(images().open(request.image().get()));
  }

  private SourceImages images() {
    return new SourceImages(request.registries(), store, request.cache());
  }

  private Report minify(BuiltSource source, MergedTree tree, Engine engine, CompressedAhead ahead)
      throws IOException, InterruptedException, SlimFailure {
    RunFiles outputs = RunFiles.of(request, source.image(), tree, workspace);
    Optional<SecurityScan> scan = securityScan(source.image(), outputs.inventory());
    List<Port> ports = ports(source.image());
    Plan plan = request.plan().apply(ports);
    Ready ready = request.ready().apply(ports);
    Engine serviced = ServicedEngine.of(engine, composed, images(), workspace, log);
    Launches launches =
        new Launches(
            serviced,
            request,
            ready,
            published(ports, plan, ready),
            workspace,
            log.progress()::asked);
    Rehearsal rehearsal = new Rehearsal(launches, log);
    Replay replay = new Replay(launches);
    long openMillis = watch.lap();
    Traces.Got got =
        new Traces(request.trace(), tested(source.image()), tree, rehearsal, log)
            .get(source.image(), plan, classLog(source.image(), tree));
    Traced traced = got.traced();
    int answers = traced.asked().get(0).size();
    log.probed(answers, traced.probeMillis());
    log.unprobed(plan.unprobed());
    AccessTrace trace = traced.trace();
    long traceMillis = watch.lap() - traced.launchMillis() - traced.probeMillis();
    log.traced(trace.paths().size(), trace.missing().size(), traceMillis);

    KeepRequest kept = keepRequest(source, tree);
    Trimming trimming =
        new Trimming(
            source.image(),
            tree,
            request,
            traced.loaded(),
            Keeper.asked(tree, kept),
            engine,
            workspace,
            log);
    Proof proof =
        new Proof(
            source.image(),
            tree,
            trace,
            kept,
            outputs.inventory(),
            request.created(),
            replay,
            workspace,
            trimming,
            new AppSharing(request, replay, new Errand(engine, workspace), workspace, log),
            tests,
            ahead,
            log);
    Proof.Tried tried = publishing ? proof.prove(traced.asked()) : proof.outline(traced.asked());
    watch.lap();
    Optional<SlimFailure> failure = tried.verified().failure();
    if (publishing && failure.isEmpty()) {
      log.verified(answers, tried.verifyMillis());
      log.repaired(tried.verified().repaired());
    }
    LeastPrivilege least =
        new LeastPrivilege(
            source.image(), tried, trace, replay, traced.asked(), tests, composed, ports, log);
    Optional<Hardened> hardened = least.of(serviced, publishing);
    failure = failure.or(() -> least.failure(hardened));
    long hardenMillis = watch.lap();
    Optional<Image> published = Optional.empty();
    if (publishing && failure.isEmpty()) {
      published = Optional.of(publish(tried.slimmed().image(), engine));
    }
    long writeMillis = watch.lap();
    Optional<Startup> startup =
        failure.isPresent()
            ? Optional.empty()
            : new StartupTrial(replay, request.startupRuns())
                .measure(source.image(), tried.slimmed().image(), traced.asked().get(0));
    AccessTrace whole = trace.withLoaded(trimming.loadedModules(), trimming.loadedJars());
    Optional<SecurityScan.Result> security =
        scan.isPresent() ? Optional.of(scan.get().of(tried.slimmed().tree())) : Optional.empty();
    SortedMap<String, String> limits = least.files(hardened);
    Report report =
        new ReportAssembly(
                source.image(),
                tree,
                got,
                rehearsal.limits(),
                tried,
                outputs.owners().labels(),
                log.warnings(),
                request,
                whole,
                hardened.map(Hardened::report),
                security.map(SecurityScan.Result::security))
            .report(
                publishing ? published : Optional.of(tried.slimmed().image()),
                engine,
                ports,
                traced.asked().get(0),
                new Report.Timings(
                    openMillis,
                    traced.launchMillis(),
                    traced.probeMillis(),
                    traceMillis,
                    tried.minifyMillis(),
                    tried.verifyMillis() + hardenMillis,
                    writeMillis,
                    launches.waitedMillis(),
                    watch.total()),
                startup,
                Outputs.of(
                    request.output(),
                    published.isPresent(),
                    limits.keySet(),
                    scan.isPresent(),
                    request.sbom()));
    outputs.write(report, tree, tried.slimmed(), whole, limits, security, published.isPresent());
    log.summary(ConsoleSummary.lines(report));
    if (failure.isPresent()) {
      throw failure.get();
    }
    return report;
  }

  private Optional<SecurityScan> securityScan(Image image, Inventory inventory) throws IOException {
    return request.scan().isEmpty()
        ? Optional.empty()
        : Optional.of(new SecurityScan(image, inventory, request.scan()));
  }

  /** Gives the image as it is in its layout. */
  private Image publish(Image slim, Engine engine) throws IOException, InterruptedException {
    Path layout = request.output().resolve(Outputs.IMAGE);
    Stopwatch writing = new Stopwatch();
    Descriptor manifest = OciLayout.write(slim, layout, store);
    log.published("oci://" + layout, manifest.digest(), writing.lap());
    List<ImageReference> to = destinations(request, engine.name());
    new Publisher(request.registries(), store, request.cache()).publish(slim, layout, manifest, to);
    long millis = writing.lap();
    to.forEach(place -> log.published(place.toString(), manifest.digest(), millis));
    return OciLayout.written(slim, layout, manifest, "oci://" + layout);
  }

  /** What the project's tests gave, if they are to be used. */
  private Optional<Traced> tested(Image source)
      throws IOException, InterruptedException, SlimFailure {
    return tests.app().isPresent()
        ? Optional.of(tests.app().get().traced(source))
        : Optional.empty();
  }

  /** How JVMs log what they load, if that is wanted and safe. */
  private ClassLog classLog(Image image, MergedTree tree) throws IOException {
    if (request.jvm().trim() == JvmRequest.Trim.NONE) {
      return ClassLog.NONE;
    }
    List<String> argv = new ArrayList<>(image.config().entrypoint());
    argv.addAll(request.args().orElse(image.config().cmd()));
    return ClassLog.of(image.config(), argv, request.env(), tree, Launch.OUT);
  }

  private KeepRequest keepRequest(BuiltSource source, MergedTree tree) {
    return new KeepRequest(
        request.level(),
        request.keep(),
        request.drop(),
        source.applicationDirs(),
        source
            .applicationLayers()
            .orElseGet(() -> ApplicationLayers.of(source.image().config(), tree)),
        request.extras());
  }

  /** Where the image goes besides the layout. */
  static List<ImageReference> destinations(SlimRequest request, String engine) {
    return request
        .to()
        .orElseGet(
            () ->
                engine.equals("docker")
                    ? List.of(new ImageReference.Daemon(request.name() + ":slim"))
                    : List.of());
  }

  private List<Port> ports(Image image) {
    TreeSet<Port> ports = new TreeSet<>(image.config().exposedPorts());
    ports.addAll(request.ports());
    return List.copyOf(ports);
  }

  /** The declared ports and those that only a probe or the readiness names. */
  private static List<Port> published(List<Port> declared, Plan plan, Ready ready) {
    TreeSet<Port> ports = new TreeSet<>(declared);
    ports.addAll(ready.ports());
    ports.addAll(plan.ports());
    ready
        .http()
        .filter(Probe::isRequest)
        .ifPresent(probe -> ports.add(new Port(probe.port(), "tcp")));
    return List.copyOf(ports);
  }
}
