package io.github.slimmaven.check;

import io.github.slimmaven.report.ImageSize;
import io.github.slimmaven.report.Report;
import java.util.Map;

/**
 * What a run found out about the minified image.
 *
 * @param report of the run
 * @param slim size of the minified image
 * @param files path to bytes, as {@code files.csv} has them; needed for limits of paths only
 */
public record Measured(Report report, ImageSize slim, Map<String, Long> files) {}
