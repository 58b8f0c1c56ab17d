package io.github.slimmaven.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that a run leaves in its output directory. */
final class Outputs {
  static final String IMAGE = "image";
  static final String REPORT = "report.json";
  static final String SIZE = "size.json";
  static final String FILES = "files.csv";
  static final String TRACE = "trace.json";
  static final String LOG = "container.log";
  static final String DIGEST = "image.digest";
  static final String ID = "image.id";

  private Outputs() {}

  /**
   * Removes what an earlier run left, so that a failed run leaves nothing that looks like its own.
   */
  static void removeStale(Path output) throws IOException {
    for (String name : List.of(REPORT, SIZE, FILES, TRACE, LOG, DIGEST, ID)) {
      Files.deleteIfExists(output.resolve(name));
    }
    Workspace.delete(output.resolve(IMAGE));
  }
}
