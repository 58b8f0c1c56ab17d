package io.github.slimmaven.pipeline;

import io.github.slimmaven.check.EfficiencyLimits;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.inspect.Xray;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens the source image of a report again and compares what it wastes with limits. */
public final class SourceEfficiency {
  private SourceEfficiency() {}

  /**
   * Results of all limits, in their order; only headers of the layers are read.
   *
   * @param output where the report lies, and what {@code slim:build} left
   * @param cache where layers are remembered
   * @throws ReportException if the image is another one by now
   * @throws IOException if it cannot be had, saying what to do
   */
  public static List<CheckResult> results(
      Report report,
      List<EfficiencyLimits> limits,
      Path output,
      RegistryAccess registries,
      Path cache)
      throws IOException, InterruptedException {
    if (limits.stream().allMatch(EfficiencyLimits::isEmpty)) {
      return List.of();
    }
    Report.ImageSummary source = report.source();
    Optional<Image> built =
        BuiltSource.isIn(output)
            ? Optional.of(BuiltSource.read(output).image())
            : Optional.<Image>empty();
    Image image =
        built.isPresent() && isOf(source, built.get())
            ? built.get()
            : OpenedImage.of(ImageReference.of(source.reference()), registries, cache);
    if (!isOf(source, image)) {
      throw new ReportException(
          "The source image '"
              + source.reference()
              + "' is no longer the one of the report: it has digest '"
              + image.digest()
              + "', the report says '"
              + source.digest()
              + "'. Run slim:minify again");
    }
    Xray.Efficiency efficiency = Xray.efficiency(image);
    return limits.stream().flatMap(limit -> limit.results(efficiency, true).stream()).toList();
  }

  private static boolean isOf(Report.ImageSummary source, Image image) {
    return image.digest().toString().equals(source.digest());
  }
}
