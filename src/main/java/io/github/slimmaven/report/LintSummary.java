package io.github.slimmaven.report;

import io.github.slimmaven.inspect.Lint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The findings of a lint, for the console. */
public final class LintSummary {
  private static final int MOST = 5;
  private static final int LINE = 200;

  private LintSummary() {}

  /** Lines without line ends, in the order to print; fit for any terminal; at most 5 of a rule. */
  public static List<String> lines(Lint lint) {
    List<String> lines = new ArrayList<>();
    for (Lint.Checked rule : lint.rules()) {
      lint.findings().stream()
          .filter(finding -> finding.id().equals(rule.id()))
          .limit(MOST)
          .forEach(finding -> lines.add(line(lint, finding)));
      if (rule.findings() > MOST) {
        lines.add(label(rule.severity(), rule.id()) + "and " + (rule.findings() - MOST) + " more");
      }
    }
    long broken = lint.rules().stream().filter(rule -> rule.findings() > 0).count();
    lines.add(
        String.format(
            Locale.ROOT,
            "%d of %d rules are broken%s",
            broken,
            lint.rules().size(),
            lint.ignored().isEmpty() ? "" : "; ignored: " + String.join(", ", lint.ignored())));
    return List.copyOf(lines);
  }

  private static String line(Lint lint, Lint.Finding finding) {
    String place =
        finding
            .line()
            .map(line -> lint.dockerfile().orElse("Dockerfile") + ":" + line)
            .or(finding::path)
            .orElse(lint.reference().or(lint::dockerfile).orElse("image"));
    return label(finding.severity(), finding.id())
        + cut(place)
        + ": "
        + cut(finding.reason())
        + ": "
        + finding.remedy();
  }

  private static String label(Lint.Severity severity, String id) {
    return String.format(Locale.ROOT, "%-5s %s ", severity.name(), id);
  }

  private static String cut(String text) {
    String printable = PrintableText.of(text);
    return printable.length() > LINE ? printable.substring(0, LINE) + "..." : printable;
  }
}
