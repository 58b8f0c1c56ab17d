package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.FullDisk;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.inventory.Inventory;
import io.github.slimmaven.inventory.scan.Sarif;
import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.ScanJson;
import io.github.slimmaven.report.SecuritySummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code slim:scan}: counts the known vulnerabilities of an image; launches nothing. */
public final class ScanRun {
  static final String JSON = "scan.json";
  static final String PAGE = "scan.html";
  static final String SARIF = "scan.sarif";

  private ScanRun() {}

  /**
   * Runs it.
   *
   * @return what was found, as written to {@code scan.json}
   * @throws SlimFailure if the image exceeds a limit that is no warning; the files are written
   *     before
   * @throws IOException if the image or the data can't be read
   */
  public static ScanJson run(ScanRequest request, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    Stopwatch watch = new Stopwatch();
    Path output = request.output();
    try {
      Files.createDirectories(output);
      for (String stale : List.of(JSON, PAGE, SARIF)) {
        Files.deleteIfExists(output.resolve(stale));
      }
      Image image = OpenedImage.of(request.image(), output, request.registries(), request.cache());
      SecurityScan.Result result =
          new SecurityScan(image, Inventory.of(MergedTree.of(image), Map.of()), request.settings())
              .ofSource();
      List<CheckResult> checks = request.limits().results(Optional.of(result.security()));
      ScanJson scan =
          new ScanJson(1, image.reference(), image.digest().toString(), result.security(), checks);
      Files.write(
          output.resolve(SARIF),
          Sarif.of(result.scan(), image.reference(), SecurityFiles.version()));
      scan.writePage(output.resolve(PAGE));
      scan.write(output.resolve(JSON));
      log.summary(SecuritySummary.lines(result.security()));
      log.inspected(output, watch.total());
      CheckResults.hold(checks, log);
      return scan;
    } catch (IOException e) {
      throw FullDisk.explained(StopSignal.unlessInterrupted(e), "what scan found", output);
    }
  }
}
