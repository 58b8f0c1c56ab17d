package io.github.slimmaven.report;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.KeepSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes {@code report.html}: one file without references to others, which shows a run and every
 * file of the source image. Its data stand in the page as JSON without a {@code <}, so that no name
 * from an image can end them.
 */
public final class HtmlReport {
  private static final Pattern PART = Pattern.compile("\\$\\{(css|js|security|report|entries)}");
  private static final String REPORT = "<script type=\"application/json\" id=\"report\">";
  private static final List<String> SCRIPT =
      List.of(
          "report-elements.js",
          "report-data.js",
          "report-map.js",
          "report-files.js",
          "report-sections.js",
          "report.js");
  private static final String END = "</script>";

  private HtmlReport() {}

  /**
   * Writes the page of a run.
   *
   * @param slim the minified image's tree
   * @param owners path to the package that owns it
   */
  public static void write(
      Report report,
      FileTree source,
      FileTree slim,
      KeepSet kept,
      Map<String, String> owners,
      Path file)
      throws IOException {
    Map<String, String> parts =
        Map.of(
            "css", resource("report.css"),
            "js", script(),
            "security", resource("security.js"),
            "report", embedded(report),
            "entries", embedded(FileTable.of(source, slim, kept, owners)));
    String page =
        PART.matcher(resource("report.html"))
            .replaceAll(part -> Matcher.quoteReplacement(parts.get(part.group(1))));
    write(page, file);
  }

  /** All parts in one scope of its own. */
  private static String script() throws IOException {
    StringBuilder script = new StringBuilder("(() => {\n");
    for (String part : SCRIPT) {
      script.append(resource(part));
    }
    return script.append("})();\n").toString();
  }

  /**
   * Shows what the report says by now, if there is a page.
   *
   * @throws ReportException naming the file if it is no page of ours
   */
  public static void update(Report report, Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String page = Files.readString(file);
    int from = page.indexOf(REPORT) + REPORT.length();
    int to = page.indexOf(END, from);
    if (from < REPORT.length() || to < 0) {
      throw new ReportException(
          "The file '" + file + "' is no report of slim-maven-plugin: run slim:minify first");
    }
    write(page.substring(0, from) + embedded(report) + page.substring(to), file);
  }

  /** A record as JSON that can stand in a script element. */
  static String embedded(Object value) throws IOException {
    return ReportJson.compact(value).replace("<", "\\u003c");
  }

  /** Writes a page; an older one is replaced whole or stays whole. */
  static void write(String page, Path file) throws IOException {
    AtomicFile.write(file, part -> Files.writeString(part, page));
  }

  /** A part of the pages. */
  static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(HtmlReport.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
