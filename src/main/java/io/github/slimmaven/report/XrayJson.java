package io.github.slimmaven.report;

import io.github.slimmaven.inspect.Xray;
import java.io.IOException;
import java.nio.file.Path;

/** Writes {@code xray.json}, as {@code xray.schema.json} describes it. */
public final class XrayJson {
  private XrayJson() {}

  /** Writes it; an older one is replaced whole or stays whole. */
  public static void write(Xray xray, Path file) throws IOException {
    ReportJson.writeValue(xray, file);
  }
}
