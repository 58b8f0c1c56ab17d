package io.github.slimmaven.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code slim:scan} found, as {@code scan.json} holds it ({@code scan.schema.json}).
 *
 * @param schemaVersion 1; raised only when a key changes its meaning
 * @param reference the image as the user named it
 * @param digest {@code sha256:<hex>}
 * @param checks results of the limits, if there are any
 */
public record ScanJson(
    int schemaVersion,
    String reference,
    String digest,
    Security security,
    List<CheckResult> checks) {
  private static final Pattern PART = Pattern.compile("\\$\\{(css|security|scan)}");

  /** Writes it; an older one is replaced whole or stays whole. */
  public void write(Path file) throws IOException {
    ReportJson.writeValue(this, file);
  }

  /** Writes {@code scan.html}: one file without references to others. */
  public void writePage(Path file) throws IOException {
    Map<String, String> parts =
        Map.of(
            "css", HtmlReport.resource("report.css"),
            "security", HtmlReport.resource("security.js"),
            "scan", HtmlReport.embedded(this));
    String page =
        PART.matcher(HtmlReport.resource("scan.html"))
            .replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
    HtmlReport.write(page, file);
  }
}
