package io.github.slimmaven.report;

import io.github.slimmaven.inspect.Bases;
import io.github.slimmaven.inspect.Bases.Base;
import io.github.slimmaven.inspect.Bases.Vulnerabilities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Base images side by side: for the console, as {@code bases.md} and as {@code bases.json}. */
public final class BasesTable {
  private static final int MOST_BYTES = 100_000;
  private static final int LINE = 160;
  private static final String NOT_ASSESSED = "not assessed";
  private static final List<String> HEADINGS =
      List.of("size", "compressed", "packages", "setuid", "critical", "high", "all known");

  private BasesTable() {}

  /** Writes {@code bases.json}, as {@code bases.schema.json} describes it. */
  public static void writeJson(Bases bases, Path file) throws IOException {
    ReportJson.writeValue(bases, file);
  }

  /** Writes {@code bases.md}, in GitHub Flavored Markdown. */
  public static void writeMarkdown(Bases bases, Path file) throws IOException {
    List<String> columns = new ArrayList<>(List.of("base image"));
    HEADINGS.forEach(heading -> columns.add(heading + ":"));
    MarkdownTable table = new MarkdownTable(MOST_BYTES, columns.toArray(String[]::new));
    for (Base base : bases.bases()) {
      List<String> row = new ArrayList<>(List.of(MarkdownText.code(base.reference())));
      row.addAll(cells(base));
      table.row(row.toArray(String[]::new));
    }
    StringBuilder text = new StringBuilder(table.toString());
    for (String sentence : sentences(bases)) {
      text.append('\n').append(MarkdownText.prose(sentence)).append('\n');
    }
    Files.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Lines without line ends, in the order to print; fit for any terminal. */
  public static List<String> lines(Bases bases) {
    List<String> lines = new ArrayList<>();
    lines.add(line(HEADINGS, "base image"));
    bases.bases().forEach(base -> lines.add(line(cells(base), cut(base.reference()))));
    sentences(bases).forEach(sentence -> lines.add(cut(sentence)));
    return List.copyOf(lines);
  }

  private static String line(List<String> cells, String name) {
    StringBuilder line = new StringBuilder();
    for (String cell : cells) {
      line.append(String.format(Locale.ROOT, "%14s", cell));
    }
    return line + "  " + name;
  }

  private static List<String> cells(Base base) {
    Optional<Vulnerabilities> known = base.vulnerabilities();
    return List.of(
        Bytes.format(base.size()),
        base.compressedSize().map(Bytes::format).orElse("unknown"),
        number(base.packages()),
        number(base.setuid()),
        known.map(v -> severity(v, "critical")).orElse(NOT_ASSESSED),
        known.map(v -> severity(v, "high")).orElse(NOT_ASSESSED),
        known.map(BasesTable::all).orElse(NOT_ASSESSED));
  }

  /** Those of unknown severity may be of any: none is not 0 where none has one. */
  private static String severity(Vulnerabilities known, String severity) {
    int unknown = known.bySeverity().getOrDefault("unknown", 0);
    String number = number(known.bySeverity().getOrDefault(severity, 0));
    if (unknown == 0) {
      return number;
    }
    return unknown == known.all() ? "unknown" : "at least " + number;
  }

  private static String all(Vulnerabilities known) {
    return (known.notAssessable() > 0 ? "at least " : "") + number(known.all());
  }

  private static List<String> sentences(Bases bases) {
    List<String> sentences = new ArrayList<>();
    bases
        .smallest()
        .ifPresent(base -> sentences.add("The smallest is '" + base.reference() + "'."));
    bases
        .fewestVulnerabilities()
        .ifPresent(
            base ->
                sentences.add("The fewest known vulnerabilities has '" + base.reference() + "'."));
    List<String> reasons =
        bases.bases().stream().flatMap(base -> base.notAssessed().stream()).distinct().toList();
    boolean same =
        reasons.size() == 1 && bases.bases().stream().allMatch(b -> b.notAssessed().isPresent());
    if (same) {
      sentences.add("No vulnerabilities are assessed: " + reasons.get(0) + ".");
    }
    for (Base base : bases.bases()) {
      base.notAssessed()
          .filter(why -> !same)
          .ifPresent(why -> sentences.add("'" + base.reference() + "': " + why + "."));
      base.vulnerabilities()
          .filter(known -> known.notAssessable() > 0)
          .ifPresent(
              known ->
                  sentences.add(
                      "'"
                          + base.reference()
                          + "': vulnerabilities of "
                          + number(known.notAssessable())
                          + " packages may be missing."));
    }
    return sentences;
  }

  private static String number(int amount) {
    return String.format(Locale.ROOT, "%,d", amount);
  }

  private static String cut(String text) {
    String printable = PrintableText.of(text);
    return printable.length() > LINE ? printable.substring(0, LINE) + "..." : printable;
  }
}
