package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.inspect.Bases;
import io.github.slimmaven.inspect.SetuidPrograms;
import io.github.slimmaven.inventory.Inventory;
import io.github.slimmaven.report.BasesTable;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at base images, and puts them side by side. */
final class BaseComparison {
  static final String JSON = "bases.json";
  static final String MARKDOWN = "bases.md";

  private BaseComparison() {}

  /** Writes both files; the images are opened one after the other. */
  static Bases write(LintRequest request) throws IOException, InterruptedException {
    List<Bases.Base> bases = new ArrayList<>();
    for (ImageReference reference : request.bases()) {
      bases.add(
          base(OpenedImage.of(reference, request.registries(), request.cache()), request.scan()));
    }
    Bases all = Bases.of(bases);
    Path output = request.output();
    BasesTable.writeJson(all, output.resolve(JSON));
    BasesTable.writeMarkdown(all, output.resolve(MARKDOWN));
    return all;
  }

  /** Removes those of an earlier run. */
  static void remove(Path output) throws IOException {
    Files.deleteIfExists(output.resolve(JSON));
    Files.deleteIfExists(output.resolve(MARKDOWN));
  }

  private static Bases.Base base(Image image, ScanSettings settings) throws IOException {
    MergedTree tree = MergedTree.of(image);
    Report.ImageSummary summary = ReportAssembly.image(image, tree);
    Security security =
        new SecurityScan(image, Inventory.of(tree, Map.of()), settings).ofSource().security();
    return new Bases.Base(
        summary.reference(),
        summary.digest(),
        summary.size(),
        summary.compressedSize(),
        summary.files(),
        security.packages(),
        SetuidPrograms.count(tree),
        security.assessed() ? Optional.of(known(security)) : Optional.empty(),
        security.reason());
  }

  private static Bases.Vulnerabilities known(Security security) {
    Map<String, Integer> bySeverity = new LinkedHashMap<>();
    security.counts().forEach((severity, counts) -> bySeverity.put(severity, counts.source()));
    int all = bySeverity.remove(Security.ALL);
    return new Bases.Vulnerabilities(
        all, bySeverity, security.counts().get(Security.ALL).notAssessable());
  }
}
