package io.github.slimmaven.report;

import io.github.slimmaven.report.Security.Counts;
import java.util.ArrayList;
import java.util.List;

/** The known vulnerabilities in {@code report.md}: paragraphs and tables, each bounded. */
final class SecurityMarkdown {
  private static final int TOP = 10;

  private SecurityMarkdown() {}

  static List<String> paragraphs(Security security) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add("#### Known vulnerabilities");
    if (!security.assessed()) {
      paragraphs.add(
          "**Not assessed:** "
              + MarkdownText.prose(security.reason().orElse("no reason is known")));
      return paragraphs;
    }
    MarkdownTable counts =
        new MarkdownTable(
            2_000, "severity", "source:", "gone:", "remain:", "of them reduced:", "naive scan:");
    security.counts().forEach((severity, count) -> counts.row(row(security, severity, count)));
    paragraphs.add(counts.toString());
    paragraphs.add(
        MarkdownText.prose(
            security.counts().get(Security.ALL).notAssessable()
                + " of "
                + security.packages()
                + " packages were not or not fully assessed."
                + security
                    .naive()
                    .map(
                        naive ->
                            " A naive scan sees the minified image alone: "
                                + naive.packages()
                                + " packages, without "
                                + naive.unseen()
                                + " vulnerabilities that remain.")
                    .orElse("")));
    security.limits().stream().limit(TOP).map(MarkdownText::prose).forEach(paragraphs::add);
    findings(security, paragraphs);
    if (!security.notAffected().isEmpty()) {
      MarkdownTable cleared = new MarkdownTable(2_000, "not affected", "package", "by", "why");
      security.notAffected().stream()
          .limit(TOP)
          .forEach(
              not ->
                  cleared.row(
                      MarkdownText.code(not.id()),
                      MarkdownText.code(not.purl()),
                      MarkdownText.code(not.document()),
                      MarkdownText.prose(not.note())));
      paragraphs.add(cleared.toString());
    }
    return paragraphs;
  }

  private static String[] row(Security security, String severity, Counts count) {
    return new String[] {
      severity,
      String.valueOf(count.source()),
      String.valueOf(count.gone()),
      String.valueOf(count.remaining()),
      String.valueOf(count.reduced()),
      security.naive().map(n -> String.valueOf(n.vulnerabilities().get(severity))).orElse("")
    };
  }

  private static void findings(Security security, List<String> paragraphs) {
    List<Security.Finding> remaining =
        security.findings().stream().filter(Security.Finding::remains).limit(TOP).toList();
    if (remaining.isEmpty()) {
      return;
    }
    MarkdownTable table = new MarkdownTable(4_000, "severity", "vulnerability", "package", "");
    for (Security.Finding finding : remaining) {
      Security.Match first = finding.packages().get(0);
      table.row(
          finding.severity(),
          MarkdownText.code(finding.id()),
          MarkdownText.code(first.purl())
              + (finding.packages().size() > 1
                  ? " and " + (finding.packages().size() - 1) + " more"
                  : ""),
          first.state().equals("partial")
              ? first.keptFiles() + " of " + first.files() + " files are left"
              : first.state());
    }
    paragraphs.add(table.toString());
  }
}
