package io.github.slimmaven.report;

import io.github.slimmaven.inspect.Xray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes {@code xray.html}: one file without references to others, in the style of {@code
 * report.html}.
 */
public final class XrayPage {
  private static final Pattern PART = Pattern.compile("\\$\\{(css|js|xray|source)}");

  private XrayPage() {}

  /** Writes the page of an image; an older one is replaced whole or stays whole. */
  public static void write(Xray xray, Path file) throws IOException {
    Map<String, String> parts =
        Map.of(
            "css", HtmlReport.resource("report.css"),
            "js", HtmlReport.resource("xray.js"),
            "xray", HtmlReport.embedded(xray),
            "source", HtmlReport.embedded(SourceDockerfile.text(xray)));
    String page =
        PART.matcher(HtmlReport.resource("xray.html"))
            .replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
    HtmlReport.write(page, file);
  }
}
