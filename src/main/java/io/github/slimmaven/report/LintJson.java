package io.github.slimmaven.report;

import io.github.slimmaven.inspect.Lint;
import java.io.IOException;
import java.nio.file.Path;

/** Writes {@code lint.json}, as {@code lint.schema.json} describes it. */
public final class LintJson {
  private LintJson() {}

  /** Writes it; an older one is replaced whole or stays whole. */
  public static void write(Lint lint, Path file) throws IOException {
    ReportJson.writeValue(lint, file);
  }
}
