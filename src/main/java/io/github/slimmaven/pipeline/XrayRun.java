package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.FullDisk;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.LayerChecks;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.inspect.Xray;
import io.github.slimmaven.report.SourceDockerfile;
import io.github.slimmaven.report.XrayJson;
import io.github.slimmaven.report.XrayPage;
import io.github.slimmaven.report.XraySummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code slim:xray}: opens an image, looks at it, writes what was found; launches nothing. */
public final class XrayRun {
  static final String JSON = "xray.json";
  static final String PAGE = "xray.html";
  static final String DOCKERFILE = "source.Dockerfile";

  private XrayRun() {}

  /**
   * Runs it.
   *
   * @return what was found, as written to {@code xray.json}
   * @throws SlimFailure if the image exceeds a limit that is no warning; the files are written
   *     before
   * @throws IOException if the image can't be opened or read
   */
  public static Xray run(XrayRequest request, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    Stopwatch watch = new Stopwatch();
    Path output = request.output();
    try {
      Files.createDirectories(output);
      for (String stale : List.of(JSON, PAGE, DOCKERFILE)) {
        Files.deleteIfExists(output.resolve(stale));
      }
      Xray xray = look(request, log);
      SourceDockerfile.write(xray, output.resolve(DOCKERFILE));
      XrayPage.write(xray, output.resolve(PAGE));
      XrayJson.write(xray, output.resolve(JSON));
      log.summary(XraySummary.lines(xray));
      log.inspected(output, watch.total());
      CheckResults.hold(request.limits().results(xray.efficiency(), false), log);
      return xray;
    } catch (IOException e) {
      throw FullDisk.explained(StopSignal.unlessInterrupted(e), "what xray found", output);
    }
  }

  private static Xray look(XrayRequest request, RunLog log)
      throws IOException, InterruptedException {
    try (LayerChecks checks = new LayerChecks()) {
      LayerStore store = LayerStore.readAhead(request.cache(), log.progress()::read, checks);
      Image image =
          OpenedImage.of(
              request.image(), request.output(), request.registries(), store, request.cache());
      return verified(image, checks);
    }
  }

  /** Looks at an image while its layers are verified; that one is corrupt says more than how. */
  private static Xray verified(Image image, LayerChecks checks) throws IOException {
    try {
      Xray xray = Xray.of(image);
      checks.passed();
      return xray;
    } catch (IOException | RuntimeException e) {
      checks.passed();
      throw e;
    }
  }
}
