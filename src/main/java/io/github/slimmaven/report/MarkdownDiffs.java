package io.github.slimmaven.report;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How answers differ, a code block for each, never more of them than a share of the page. */
final class MarkdownDiffs {
  private static final int MOST_BYTES = 6_000;
  private static final int MOST_LINES = 20;

  private final StringBuilder text = new StringBuilder();
  private int bytes;
  private int left;

  /** Adds what differs in one probe's answers; counts those that find no room. */
  void add(Report.ProbeResult probe) {
    StringBuilder block = new StringBuilder(MarkdownText.code(probe.request()) + ":\n\n```diff\n");
    probe.diff().stream()
        .limit(MOST_LINES)
        .forEach(line -> block.append(MarkdownText.preformatted(line)).append('\n'));
    int more = probe.diff().size() - MOST_LINES;
    block.append(more > 0 ? "... " + more + " lines more\n" : "").append("```\n");
    int length = block.toString().getBytes(StandardCharsets.UTF_8).length;
    if (left > 0 || bytes + length > MOST_BYTES) {
      left++;
      return;
    }
    bytes += length;
    text.append(text.isEmpty() ? "" : "\n").append(block);
  }

  /** The blocks, and how many lack; empty if nothing differs. */
  @Override
  public String toString() {
    return left == 0
        ? text.toString()
        : text
            + (text.isEmpty() ? "" : "\n")
            + String.format(Locale.ROOT, "How %,d more differ is in `report.html`.\n", left);
  }
}
