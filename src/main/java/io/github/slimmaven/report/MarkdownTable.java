package io.github.slimmaven.report;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A table that never takes more than its share of the page, however long its rows are. */
final class MarkdownTable {
  private final StringBuilder text = new StringBuilder();
  private final int mostBytes;
  private int bytes;
  private int left;

  /**
   * Begins a table.
   *
   * @param columns their headings; one that ends with a colon is aligned to the right
   * @param mostBytes of UTF-8 for all rows
   */
  MarkdownTable(int mostBytes, String... columns) {
    this.mostBytes = mostBytes;
    for (String column : columns) {
      text.append("| ").append(column.replace(":", "")).append(' ');
    }
    text.append("|\n");
    for (String column : columns) {
      text.append(column.endsWith(":") ? "| ---: " : "| --- ");
    }
    text.append("|\n");
  }

  /** Adds a row of cells that are Markdown already; counts those that find no room. */
  MarkdownTable row(String... cells) {
    String row = "| " + String.join(" | ", List.of(cells)) + " |\n";
    int length = row.getBytes(StandardCharsets.UTF_8).length;
    if (left > 0 || bytes + length > mostBytes) {
      left++;
    } else {
      bytes += length;
      text.append(row);
    }
    return this;
  }

  /** The table, and how many rows it lacks. */
  @Override
  public String toString() {
    return text
        + (left == 0
            ? ""
            : String.format(Locale.ROOT, "%nAnd %,d more, in `report.html`.%n", left)
                .replace(System.lineSeparator(), "\n"));
  }
}
