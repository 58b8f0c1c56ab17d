package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.inspect.Bases;
import io.github.slimmaven.inspect.SetuidPrograms;
import io.github.slimmaven.inventory.Components;
import io.github.slimmaven.inventory.scan.Advisories;
import io.github.slimmaven.inventory.scan.Component;
import io.github.slimmaven.inventory.scan.Scan;
import io.github.slimmaven.inventory.scan.Severity;
import io.github.slimmaven.report.BasesTable;
import io.github.slimmaven.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
    List<Component> components = Components.of(tree, Optional.empty(), Map.of());
    Scan scan =
        Scan.of(
            components,
            Advisories.read(settings.advisories(), components),
            settings.asOf(),
            settings.mostAge());
    return new Bases.Base(
        summary.reference(),
        summary.digest(),
        summary.size(),
        summary.compressedSize(),
        summary.files(),
        components.size(),
        SetuidPrograms.count(tree),
        scan instanceof Scan.Assessed assessed ? Optional.of(known(assessed)) : Optional.empty(),
        scan instanceof Scan.NotAssessed not ? Optional.of(not.reason()) : Optional.empty());
  }

  private static Bases.Vulnerabilities known(Scan.Assessed assessed) {
    Map<String, Integer> bySeverity = new LinkedHashMap<>();
    Stream.of(Severity.values())
        .sorted(Comparator.reverseOrder())
        .forEach(severity -> bySeverity.put(severity.label(), assessed.counts(severity).source()));
    Scan.Counts all = assessed.counts();
    return new Bases.Vulnerabilities(all.source(), bySeverity, all.notAssessable());
  }
}
