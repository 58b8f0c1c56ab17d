package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.publish.Publisher;
import io.github.slimmaven.report.Renderings;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportException;
import io.github.slimmaven.report.ReportJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs {@code slim:minify}, unless it would do what the last run has done: asked the same of the
 * same image, and all that the last run left is still there. Whatever is in doubt is a reason to
 * run.
 */
public final class Incremental {
  private final SlimRequest request;
  private final RunLog log;

  private Incremental(SlimRequest request, RunLog log) {
    this.request = request;
    this.log = log;
  }

  /** The run itself. */
  interface Run {
    Report run() throws IOException, InterruptedException, SlimFailure;
  }

  /**
   * Runs all stages if need be.
   *
   * @param tests of the project: where they were used, their trace is new
   * @param anyway whether to run in any case
   * @return the report, as written to {@code report.json}
   * @throws SlimFailure if a probe fails or the minified image answers differently; nothing was
   *     published then
   * @throws IOException if a stage could not do its job
   */
  public static Report run(SlimRequest request, IntegrationTests tests, boolean anyway, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    Run run = () -> SlimRun.run(request, tests, log);
    return tests.app().isPresent() ? run.run() : run(request, anyway, log, run);
  }

  static Report run(SlimRequest request, boolean anyway, RunLog log, Run run)
      throws IOException, InterruptedException, SlimFailure {
    return new Incremental(request, log).run(anyway, run);
  }

  private Report run(boolean anyway, Run run)
      throws IOException, InterruptedException, SlimFailure {
    Optional<String> inputs = Inputs.of(request);
    if (inputs.isPresent() && !anyway) {
      Optional<Report> last = last(inputs.get());
      if (last.isPresent()) {
        return last.get();
      }
    }
    Report report = run.run();
    // What has changed meanwhile may or may not have been seen by the run.
    if (inputs.isPresent() && inputs.equals(Inputs.of(request))) {
      remember(inputs.get(), report);
    }
    return report;
  }

  private void remember(String inputs, Report report) throws IOException {
    List<LastRun.Place> places = new ArrayList<>();
    for (ImageReference place : SlimRun.destinations(request, report.engine().name())) {
      Optional<Path> file = file(place);
      places.add(
          new LastRun.Place(
              place.toString(), file.isPresent() ? FileState.of(file.get()) : List.of()));
    }
    new LastRun(
            inputs,
            LastRun.digest(ReportJson.read(request.output().resolve(Outputs.REPORT))),
            LastRun.files(request.output()),
            places)
        .write(request.output());
  }

  /** The report of the last run, if it holds; what it wrote elsewhere and is gone is written. */
  private Optional<Report> last(String inputs)
      throws IOException, InterruptedException, SlimFailure {
    Path output = request.output();
    Optional<LastRun> last = LastRun.read(output).filter(run -> run.inputs().equals(inputs));
    if (last.isEmpty() || !Files.isRegularFile(output.resolve(Outputs.LOG))) {
      return Optional.empty();
    }
    for (String name : Outputs.UNCHANGED) {
      Path file = output.resolve(name);
      if (!FileState.same(file, last.get().below(file))) {
        return Optional.empty();
      }
    }
    Report report;
    try {
      report = ReportJson.read(output.resolve(Outputs.REPORT)).withChecks(List.of());
      if (!LastRun.digest(report).equals(last.get().report())
          || !Files.isRegularFile(output.resolve(Outputs.PAGE))) {
        return Optional.empty();
      }
      // As the run left it: the gate adds to it again.
      ReportJson.write(report, output.resolve(Outputs.REPORT));
      Renderings.update(report, output);
    } catch (ReportException e) {
      return Optional.empty();
    }
    log.unchanged(output.resolve(Outputs.IMAGE), digest(Outputs.DIGEST));
    publish(last.get());
    return Optional.of(report);
  }

  private void publish(LastRun last) throws IOException, InterruptedException {
    LayerStore store = new LayerStore(request.cache()).compressing(request.compression());
    Publisher publisher = new Publisher(request.registries(), store, request.cache());
    Digest manifest = digest(Outputs.DIGEST);
    List<ImageReference> gone = new ArrayList<>();
    for (LastRun.Place place : last.to()) {
      ImageReference reference = ImageReference.of(place.reference());
      Optional<Path> file = file(reference);
      boolean there =
          file.isPresent()
              ? FileState.same(file.get(), place.files())
              : publisher.has(reference, manifest, digest(Outputs.ID));
      if (!there) {
        gone.add(reference);
      }
    }
    if (gone.isEmpty()) {
      return;
    }
    Stopwatch writing = new Stopwatch();
    Path layout = request.output().resolve(Outputs.IMAGE);
    Image image = OciLayout.read(layout, "oci://" + layout, store);
    publisher.publish(image, layout, OciLayout.manifest(layout, manifest), gone);
    long millis = writing.lap();
    gone.forEach(place -> log.published(place.toString(), manifest, millis));
  }

  private Digest digest(String name) throws IOException {
    return Digest.of(Files.readString(request.output().resolve(name)).strip());
  }

  /** Where an archive or a layout is. */
  private static Optional<Path> file(ImageReference place) {
    if (place instanceof ImageReference.Archive archive) {
      return Optional.of(archive.path());
    }
    return place instanceof ImageReference.Layout layout
        ? Optional.of(layout.directory())
        : Optional.empty();
  }
}
