package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.probe.Answer;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.report.Hardening;
import io.github.slimmaven.report.Kept;
import io.github.slimmaven.report.Previous;
import io.github.slimmaven.report.Removed;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.Report.ImageSummary;
import io.github.slimmaven.report.Report.LayerSummary;
import io.github.slimmaven.report.Security;
import io.github.slimmaven.report.Space;
import io.github.slimmaven.report.Startup;
import io.github.slimmaven.trace.AccessTrace;
import io.github.slimmaven.verify.Comparison;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns what the stages gave into a report.
 *
 * @param limits of the watching, besides those of the trace
 * @param owners path to the package that owns it
 * @param warnings that the run gave
 * @param trace of the source, with what JVMs were seen to load
 * @param hardening what the minified image works under
 * @param security empty unless there was vulnerability data to read
 */
record ReportAssembly(
    Image source,
    MergedTree tree,
    Traces.Got got,
    List<String> limits,
    Proof.Tried tried,
    Map<String, String> owners,
    List<String> warnings,
    SlimRequest request,
    AccessTrace trace,
    Optional<Hardening> hardening,
    Optional<Security> security) {

  /**
   * The report of a run.
   *
   * @param slim the minified image as read back from its layout, or one that was thrown away when
   *     measured; empty if it is not proved
   * @param asked what the source was asked
   * @param artifacts name to path of what the run leaves
   */
  Report report(
      Optional<Image> slim,
      Engine engine,
      List<Port> declared,
      List<Exchange> asked,
      Report.Timings timings,
      Optional<Startup> startup,
      SortedMap<String, String> artifacts) {
    ImageSummary before = image(source, tree);
    Optional<ImageSummary> after = slim.map(image -> image(image, tried.slimmed().tree()));
    KeepSet kept = tried.slimmed().kept();
    SortedMap<String, String> settings = Settings.of(request);
    return new Report(
        Report.SCHEMA_VERSION,
        status(before, after),
        before,
        after,
        after.flatMap(image -> Report.ratio(before.size(), image.size())),
        new Report.EngineUsed(engine.name(), engine.version()),
        tracer(),
        settings,
        ports(declared, asked.stream().map(Exchange::probe).toList()),
        probes(asked),
        tried.verified().report(),
        hardening,
        Kept.of(tree, kept),
        Removed.of(tree, kept),
        Space.of(tree, kept, owners),
        after.flatMap(image -> previous(settings, asked)),
        security,
        tried.runtimes(),
        timings,
        startup,
        warnings,
        List.of(),
        artifacts);
  }

  private Optional<Previous> previous(SortedMap<String, String> settings, List<Exchange> asked) {
    return PreviousRun.of(request.output(), source.digest().toString())
        .map(
            previous ->
                previous.compare(
                    tree,
                    tried.slimmed(),
                    tried.runtimes(),
                    trace,
                    settings,
                    asked.stream().map(Exchange::request).toList()));
  }

  private Report.Status status(ImageSummary before, Optional<ImageSummary> after) {
    if (after.isEmpty()) {
      return Report.Status.FAILED;
    }
    if (!tried.verified().tried()) {
      return Report.Status.PROFILED;
    }
    return after.get().size() < before.size() ? Report.Status.MINIFIED : Report.Status.UNCHANGED;
  }

  private Report.Tracer tracer() {
    AccessTrace trace = got.traced().trace();
    return new Report.Tracer(
        trace.userNotification(),
        trace.fanotify(),
        Stream.of(trace.limits(), got.traced().limits(), limits)
            .flatMap(List::stream)
            .distinct()
            .toList(),
        got.runs(),
        got.files().stream().map(Path::toString).toList(),
        List.copyOf(got.stale()));
  }

  static ImageSummary image(Image image, MergedTree tree) {
    Iterator<String> createdBy =
        image.config().history().stream()
            .filter(step -> !step.path("empty_layer").asBoolean())
            .map(step -> step.path("created_by").asText(""))
            .iterator();
    List<LayerSummary> layers = new ArrayList<>();
    for (int i = 0; i < image.layers().size(); i++) {
      Layer layer = image.layers().get(i);
      MergedTree.Content content = tree.contents().get(i);
      layers.add(
          new LayerSummary(
              layer.diffId().toString(),
              content.bytes(),
              compressed(layer),
              content.files(),
              createdBy.hasNext() ? createdBy.next() : ""));
    }
    return new ImageSummary(
        image.reference(),
        image.digest().toString(),
        layers.stream().mapToLong(LayerSummary::size).sum(),
        sum(layers),
        layers.stream().mapToLong(LayerSummary::files).sum(),
        layers);
  }

  /** Bytes of the layer's blob, if its home compresses it: else nobody knows what a pull moves. */
  private static Optional<Long> compressed(Layer layer) {
    String type = layer.descriptor().mediaType();
    return type.endsWith("gzip") || type.endsWith("zstd")
        ? Optional.of(layer.descriptor().size())
        : Optional.empty();
  }

  private static Optional<Long> sum(List<LayerSummary> layers) {
    return layers.stream().allMatch(layer -> layer.compressedSize().isPresent())
        ? Optional.of(layers.stream().mapToLong(l -> l.compressedSize().get()).sum())
        : Optional.empty();
  }

  private List<Report.PortUse> ports(List<Port> declared, List<Probe> probes) {
    AccessTrace trace = got.traced().trace();
    Set<Port> all = new TreeSet<>(declared);
    all.addAll(trace.listening());
    Set<Integer> probed = probes.stream().map(Probe::port).collect(Collectors.toSet());
    return all.stream()
        .map(
            port ->
                new Report.PortUse(
                    port.number(),
                    port.protocol(),
                    declared.contains(port),
                    trace.listening().contains(port),
                    port.protocol().equals("tcp") && probed.contains(port.number())))
        .toList();
  }

  private List<Report.ProbeResult> probes(List<Exchange> asked) {
    List<Comparison> comparisons = tried.verified().answers().comparisons();
    List<Report.ProbeResult> results = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      results.add(
          result(
              asked.get(i),
              comparisons.isEmpty() ? Optional.empty() : Optional.of(comparisons.get(i))));
    }
    return results;
  }

  private static Report.ProbeResult result(Exchange asked, Optional<Comparison> comparison) {
    return new Report.ProbeResult(
        asked.request(),
        asked.request(),
        Optional.of(asked.origin().label()),
        answered(asked.answer()),
        comparison.map(c -> answered(c.slim())),
        comparison.isPresent() && comparison.get().same(),
        comparison.map(c -> c.difference().lines().toList()).orElse(List.of()));
  }

  private static Report.Answered answered(Answer answer) {
    return new Report.Answered(answer.status(), answer.body().length, answer.millis());
  }
}
