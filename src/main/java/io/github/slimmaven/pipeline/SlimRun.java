package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.FullDisk;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.jvm.ClassLog;
import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.keep.ApplicationLayers;
import io.github.slimmaven.keep.KeepRequest;
import io.github.slimmaven.keep.Keeper;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.publish.Publisher;
import io.github.slimmaven.report.ConsoleSummary;
import io.github.slimmaven.report.FilesCsv;
import io.github.slimmaven.report.HtmlReport;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.SizeJson;
import io.github.slimmaven.source.SourceImages;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.trace.TraceJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

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
  private final Stopwatch watch = new Stopwatch();

  /** Opens the engine, which the run closes. */
  interface Opening {
    Engine open() throws IOException, InterruptedException;
  }

  private SlimRun(Composed composed, RunLog log, Opening engines, Workspace workspace) {
    this.composed = composed;
    this.request = composed.request();
    this.engines = engines;
    this.log = log;
    this.workspace = workspace;
    this.store = new LayerStore(request.cache());
  }

  /**
   * Runs all stages.
   *
   * @return the report, as written to {@code report.json}
   * @throws SlimFailure if a probe fails or the minified image answers differently; nothing was
   *     published then
   * @throws IOException if a stage could not do its job
   */
  public static Report run(SlimRequest request, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    return run(request, log, () -> Engines.open(request.engine(), request.cache(), log));
  }

  static Report run(SlimRequest request, RunLog log, Opening engines)
      throws IOException, InterruptedException, SlimFailure {
    try (Workspace workspace = Workspace.open(request.output())) {
      Outputs.removeStale(request.output(), workspace);
      return new SlimRun(Composed.of(request, log), log, engines, workspace).run();
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
    try (Engine engine = engines.open()) {
      log.engineChosen(engine.name(), engine.version());
      return minify(source, tree, engine);
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

  private Report minify(BuiltSource source, MergedTree tree, Engine engine)
      throws IOException, InterruptedException, SlimFailure {
    List<Port> ports = ports(source.image());
    Plan plan = Plan.of(ports, request.probes().apply(ports));
    Ready ready = request.ready().apply(ports);
    Engine serviced = ServicedEngine.of(engine, composed, images(), workspace, log);
    Rehearsal rehearsal =
        new Rehearsal(serviced, request, ready, published(ports, plan, ready), workspace, log);
    long openMillis = watch.lap();
    Traces.Got got =
        new Traces(request.trace(), tree, rehearsal, log)
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
    Proof.Tried tried =
        new Proof(
                source.image(),
                tree,
                trace,
                kept,
                request.created(),
                rehearsal,
                workspace,
                trimming,
                new AppSharing(request, rehearsal, new Errand(engine, workspace), workspace, log),
                log)
            .prove(traced.asked());
    watch.lap();
    Optional<SlimFailure> failure = tried.verified().failure();
    Optional<Image> published = Optional.empty();
    if (failure.isEmpty()) {
      log.verified(answers, tried.verifyMillis());
      log.repaired(tried.verified().repaired());
      published = Optional.of(publish(tried.slimmed().image(), engine));
    }
    long writeMillis = watch.lap();
    Report report =
        new ReportAssembly(source.image(), tree, got, rehearsal.limits(), tried)
            .report(
                published,
                engine,
                ports,
                plan,
                traced.asked().get(0),
                new Report.Timings(
                    openMillis,
                    traced.launchMillis(),
                    traced.probeMillis(),
                    traceMillis,
                    tried.minifyMillis(),
                    tried.verifyMillis(),
                    writeMillis,
                    rehearsal.waitedMillis(),
                    watch.total()),
                Outputs.of(request.output(), published.isPresent()));
    write(report, tree, tried.slimmed(), trace.withModules(trimming.loadedModules()));
    log.summary(ConsoleSummary.lines(report));
    if (failure.isPresent()) {
      throw failure.get();
    }
    return report;
  }

  /** Gives the image as it is read back from its layout. */
  private Image publish(Image slim, Engine engine) throws IOException, InterruptedException {
    Path layout = request.output().resolve(Outputs.IMAGE);
    Descriptor manifest = OciLayout.write(slim, layout, store);
    log.published("oci://" + layout, manifest.digest());
    List<ImageReference> to = destinations(engine);
    new Publisher(request.registries(), store, request.cache()).publish(slim, layout, manifest, to);
    to.forEach(place -> log.published(place.toString(), manifest.digest()));
    return OciLayout.read(layout, "oci://" + layout, store);
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

  private List<ImageReference> destinations(Engine engine) {
    return request
        .to()
        .orElseGet(
            () ->
                engine.name().equals("docker")
                    ? List.of(new ImageReference.Daemon(request.name() + ":slim"))
                    : List.of());
  }

  /** All or nothing: the files are moved into place when they are whole, the report last. */
  private void write(Report report, MergedTree tree, Slimmed slimmed, AccessTrace trace)
      throws IOException {
    Path whole = workspace.folder("outputs");
    FilesCsv.write(tree, slimmed.kept(), whole.resolve(Outputs.FILES));
    HtmlReport.write(
        report, tree, slimmed.tree(), slimmed.kept(), Map.of(), whole.resolve(Outputs.PAGE));
    TraceJson.write(trace, whole.resolve(Outputs.TRACE));
    if (report.slim().isPresent()) {
      SizeJson.write(report, whole.resolve(Outputs.SIZE));
      Files.writeString(whole.resolve(Outputs.DIGEST), report.slim().get().digest() + "\n");
      Digest id = Digest.ofContent(slimmed.image().config().bytes());
      Files.writeString(whole.resolve(Outputs.ID), id + "\n");
    }
    ReportJson.write(report, whole.resolve(Outputs.REPORT));
    Outputs.move(whole, request.output());
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
    Stream.concat(plan.probes().stream(), ready.http().stream())
        .filter(Probe::isRequest)
        .forEach(probe -> ports.add(new Port(probe.port(), "tcp")));
    return List.copyOf(ports);
  }
}
