package io.github.slimmaven.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Writes {@code size.json}: the sizes alone, for scripts and for the baseline. */
public final class SizeJson {
  private record Sizes(Size source, Optional<Size> slim) {}

  private record Size(long size, Optional<Long> compressedSize, long files, int layers) {}

  private SizeJson() {}

  /** Writes the sizes (bytes) and counts of both images. */
  public static void write(Report report, Path file) throws IOException {
    ReportJson.writeValue(
        new Sizes(size(report.source()), report.slim().map(SizeJson::size)), file);
  }

  private static Size size(Report.ImageSummary image) {
    return new Size(image.size(), image.compressedSize(), image.files(), image.layers().size());
  }
}
