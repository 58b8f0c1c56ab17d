package io.github.slimmaven.report;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.report.Report.ImageSummary;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes {@code index.html}: the images of a build in one table, with links to their pages. */
public final class AggregateReport {
  /** The name of the file. */
  public static final String INDEX = "index.html";

  private final Path folder;
  private final StringBuilder html = new StringBuilder();

  /**
   * The report of one image.
   *
   * @param name of the module, and what tells its images apart if it has several
   * @param directory that holds its page
   */
  public record Module(String name, Path directory, Report report) {}

  private AggregateReport(Path folder) {
    this.folder = folder;
  }

  /** Writes it, or replaces an older one; the modules stand in the given order. */
  public static void write(List<Module> modules, Path file) throws IOException {
    String html = new AggregateReport(file.toAbsolutePath().getParent()).page(modules);
    AtomicFile.write(file, part -> Files.writeString(part, html));
  }

  private String page(List<Module> modules) throws IOException {
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <link rel="icon" href="data:,">
        <title>Slim reports</title>
        <style>%s</style>
        </head>
        <body>
        <h1>Slim reports</h1>
        <main>
        <div class="scroll">
        <table>
        <caption>%d images</caption>
        <thead><tr><th scope="col">Module</th><th scope="col">Image</th><th scope="col">Result</th>\
        <th scope="col" class="number">Source</th><th scope="col" class="number">Slim</th>\
        <th scope="col" class="number">Smaller</th><th scope="col" class="number">Pulled</th>\
        <th scope="col" class="number">Probes</th><th scope="col">Checks</th></tr></thead>
        <tbody>
        """
            .formatted(HtmlReport.resource("report.css"), modules.size()));
    for (Module module : modules) {
      row(module);
    }
    html.append("</tbody>\n");
    total(modules);
    return html.append("</table>\n</div>\n</main>\n</body>\n</html>\n").toString();
  }

  private void row(Module module) {
    Report report = module.report();
    Optional<ImageSummary> slim = report.slim();
    boolean failed = report.status() == Report.Status.FAILED;
    html.append("<tr><th scope=\"row\"><a href=\"")
        .append(escaped(href(module.directory().resolve(Renderings.PAGE))))
        .append("\">")
        .append(escaped(module.name()))
        .append("</a></th>");
    cell("path", escaped(report.source().reference()));
    cell(failed ? "bad" : "good", report.status().label());
    cell("number", Bytes.format(report.source().size()));
    cell("number", slim.map(image -> Bytes.format(image.size())).orElse(""));
    cell("number", report.ratio().map(ratio -> ratio.toPlainString() + "x").orElse(""));
    cell("number", slim.flatMap(ImageSummary::compressedSize).map(Bytes::format).orElse(""));
    cell("number", Integer.toString(report.probes().size()));
    long exceeded = report.checks().stream().filter(CheckResult::fails).count();
    if (report.checks().isEmpty()) {
      cell("quiet", "none");
    } else if (exceeded == 0) {
      cell("good", "passed");
    } else {
      cell("bad", exceeded + " of " + report.checks().size() + " exceeded");
    }
    html.append("</tr>\n");
  }

  private void total(List<Module> modules) {
    List<Report> whole =
        modules.stream().map(Module::report).filter(report -> report.slim().isPresent()).toList();
    long source = whole.stream().mapToLong(report -> report.source().size()).sum();
    long slim = whole.stream().mapToLong(report -> report.slim().get().size()).sum();
    html.append("<tfoot><tr><th scope=\"row\">All that have a slim image</th>");
    cell("", "");
    cell("", Integer.toString(whole.size()));
    cell("number", Bytes.format(source));
    cell("number", Bytes.format(slim));
    cell("number", Report.ratio(source, slim).map(r -> r.toPlainString() + "x").orElse(""));
    html.append("<td></td><td></td><td></td></tr></tfoot>\n");
  }

  private void cell(String style, String content) {
    html.append(
        String.format(
            Locale.ROOT,
            style.isEmpty() ? "<td>%2$s</td>" : "<td class=\"%1$s\">%2$s</td>",
            style,
            content));
  }

  /** A relative reference, so that the folder of the build can be moved or published. */
  private String href(Path page) {
    String path = folder.relativize(page.toAbsolutePath()).toString().replace('\\', '/');
    try {
      return new URI(null, null, "./" + path, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + page + "' has no URI", e);
    }
  }

  private static String escaped(String text) {
    return PrintableText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
