package io.github.slimmaven.report;

import io.github.slimmaven.report.Security.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The known vulnerabilities of an image, for the console. */
public final class SecuritySummary {
  private static final int MOST = 10;

  private SecuritySummary() {}

  /** Lines without line ends, in the order to print; fit for any terminal. */
  public static List<String> lines(Security security) {
    List<String> lines = new ArrayList<>();
    lines.add(sentence(security));
    security.findings().stream()
        .filter(Security.Finding::remains)
        .limit(MOST)
        .forEach(finding -> lines.add(line(finding)));
    security.limits().stream().map(PrintableText::of).forEach(lines::add);
    return List.copyOf(lines);
  }

  /** The five counts, or why there are none. */
  static String sentence(Security security) {
    if (!security.assessed()) {
      return "Vulnerabilities were not assessed: "
          + PrintableText.of(security.reason().orElse("no reason is known"));
    }
    Counts all = security.counts().get(Security.ALL);
    return "Known vulnerabilities: %d in the source, %d gone, %d remain (%d of them reduced)%s; %d of %d packages not or not fully assessed"
        .formatted(
            all.source(),
            all.gone(),
            all.remaining(),
            all.reduced(),
            severities(security),
            all.notAssessable(),
            security.packages());
  }

  /** {@code ": 1 critical, 3 high"} of what remains. */
  private static String severities(Security security) {
    String parts =
        security.counts().entrySet().stream()
            .filter(entry -> !entry.getKey().equals(Security.ALL))
            .filter(entry -> entry.getValue().remaining() > 0)
            .map(SecuritySummary::part)
            .collect(Collectors.joining(", "));
    return parts.isEmpty() ? "" : ": " + parts;
  }

  private static String part(Map.Entry<String, Counts> entry) {
    return entry.getValue().remaining() + " " + entry.getKey();
  }

  private static String line(Security.Finding finding) {
    String packages =
        finding.packages().stream()
            .map(match -> match.purl() + match.fixed().map(f -> " < " + f).orElse(""))
            .limit(3)
            .collect(Collectors.joining(", "));
    return PrintableText.of(
        "%-8s %s, %s: %s".formatted(finding.severity(), finding.id(), finding.state(), packages));
  }
}
