package io.github.slimmaven.report;

import io.github.slimmaven.image.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads and writes {@code size.json}: the sizes alone, for scripts and for the baseline. Its schema
 * is {@code size.schema.json} beside this class; files of older versions lack the keys {@code
 * schemaVersion} and {@code parts}.
 */
public final class SizeJson {
  private static final int SCHEMA_VERSION = 1;

  private record Sizes(Integer schemaVersion, ImageSize source, Optional<ImageSize> slim) {
    private Sizes {
      slim = Report.optional(slim);
    }
  }

  private SizeJson() {}

  /**
   * Writes the sizes of both images.
   *
   * @param slim the minified image's, with its parts
   */
  public static void write(Report report, ImageSize slim, Path file) throws IOException {
    ReportJson.writeValue(
        new Sizes(SCHEMA_VERSION, ImageSize.of(report.source()), Optional.of(slim)), file);
  }

  /**
   * The minified image's size.
   *
   * @param next what the user is to do if the file is no such one, as in "run slim:minify first"
   * @throws ReportException naming the file, if it is missing, of another form, or of a newer
   *     schema
   */
  public static ImageSize read(Path file, String next) throws IOException {
    Sizes sizes = ReportJson.readValue(file, Sizes.class, SCHEMA_VERSION, next);
    if (sizes.slim().isEmpty()) {
      throw new ReportException("The file '" + file + "' has no key 'slim': " + next);
    }
    return sizes.slim().get();
  }

  /**
   * Makes one file the same as another.
   *
   * @param to its folders are made if need be
   */
  public static void copy(Path from, Path to) throws IOException {
    byte[] sizes = Files.readAllBytes(from);
    AtomicFile.write(to, part -> Files.write(part, sizes));
  }
}
