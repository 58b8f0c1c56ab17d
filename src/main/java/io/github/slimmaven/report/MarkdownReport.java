package io.github.slimmaven.report;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.report.Report.ImageSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes {@code report.md}: a run in GitHub Flavored Markdown, for a pull request or the summary of
 * a build. It is always shorter than {@link #MOST_BYTES}.
 */
public final class MarkdownReport {
  /** A pull request's comment may have 65,536 characters. */
  public static final int MOST_BYTES = 60_000;

  private static final int TOP = 10;

  private final Report report;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(Report report) {
    this.report = report;
  }

  /** Writes it, or replaces an older one. */
  public static void write(Report report, Path file) throws IOException {
    String text = of(report);
    AtomicFile.write(file, part -> Files.writeString(part, text));
  }

  /** The whole text. Each part has a bound in bytes; all of them come to less than the most. */
  static String of(Report report) {
    MarkdownReport page = new MarkdownReport(report);
    page.headline();
    page.sizes();
    page.checks();
    page.removed();
    page.largestKept();
    page.probes();
    page.hardening();
    report.security().map(SecurityMarkdown::paragraphs).ifPresent(all -> all.forEach(page::line));
    page.java();
    page.warnings();
    return page.text.toString();
  }

  private void headline() {
    String source = MarkdownText.code(report.source().reference());
    String sizes =
        Bytes.format(report.source().size())
            + " → "
            + report.slim().map(slim -> Bytes.format(slim.size())).orElse("nothing")
            + report.ratio().map(ratio -> " (" + ratio.toPlainString() + "x)").orElse("");
    line(
        "### "
            + source
            + ": "
            + switch (report.status()) {
              case MINIFIED -> sizes;
              case UNCHANGED -> "nothing to remove, every file is needed";
              case PROFILED -> "would shrink, " + sizes;
              case FAILED -> "not minified, nothing was published";
            });
    Report.Verification verification = report.verification();
    if (report.status() == Report.Status.PROFILED) {
      line("Profiled: no image was written.");
    } else if (verification.verified()) {
      line(
          "Verified: the minified image gave the same answers to "
              + count(report.probes().size(), "probe")
              + (verification.rounds() > 1
                  ? ", after " + count(verification.rounds(), "launch")
                  : "")
              + ".");
    } else {
      line("**Not verified.**");
    }
    verification.failure().ifPresent(failure -> line("**Failed:** " + MarkdownText.prose(failure)));
  }

  private void sizes() {
    Optional<ImageSummary> slim = report.slim();
    line(
        new MarkdownTable(1_000, "", "source:", "slim:", "removed:")
            .row(amounts("size", Optional.of(report.source().size()), slim.map(ImageSummary::size)))
            .row(
                amounts(
                    "pulled",
                    report.source().compressedSize(),
                    slim.flatMap(ImageSummary::compressedSize)))
            .row(
                "files",
                number(report.source().files()),
                slim.map(image -> number(image.files())).orElse(""),
                number(report.removed().files()))
            .row(
                "layers",
                number(report.source().layers().size()),
                slim.map(image -> number(image.layers().size())).orElse(""),
                ""));
  }

  private static String[] amounts(String name, Optional<Long> source, Optional<Long> slim) {
    return new String[] {
      name,
      source.map(Bytes::format).orElse("unknown"),
      slim.map(Bytes::format).orElse(""),
      source
          .flatMap(from -> slim.map(to -> from - to))
          .filter(gone -> gone >= 0)
          .map(Bytes::format)
          .orElse("")
    };
  }

  private void checks() {
    if (report.checks().isEmpty()) {
      return;
    }
    line("#### Checks");
    MarkdownTable table = new MarkdownTable(12_000, "", "rule", "finding");
    report.checks().stream()
        .sorted(Comparator.comparing(CheckResult::passed))
        .forEach(
            check ->
                table.row(
                    check.fails() ? "**failed**" : check.outcome(),
                    MarkdownText.code(check.rule()),
                    MarkdownText.prose(check.message())));
    line(table);
    List<Cause> causes =
        report.checks().stream()
            .max(Comparator.comparingInt(check -> check.causes().size()))
            .map(CheckResult::causes)
            .orElse(List.of());
    if (!causes.isEmpty()) {
      line("Since the baseline:");
      line(
          causes.stream()
              .limit(TOP)
              .map(cause -> "- " + MarkdownText.prose(cause.message()))
              .collect(Collectors.joining("\n")));
    }
  }

  private void removed() {
    Space space = report.space();
    if (!space.owners().isEmpty()) {
      line("#### Packages that lost most");
      MarkdownTable table = new MarkdownTable(4_000, "package", "removed:", "files removed:");
      space.owners().stream()
          .limit(TOP)
          .forEach(
              owner ->
                  table.row(
                      MarkdownText.code(owner.name()),
                      signed(owner.removedBytes()) + " of " + Bytes.format(owner.bytes()),
                      number(owner.removedFiles()) + " of " + number(owner.files())));
      line(table);
    }
    if (!space.removedFrom().isEmpty()) {
      line("#### Directories that lost most");
      MarkdownTable table = new MarkdownTable(4_000, "directory", "removed:", "files removed:");
      space.removedFrom().stream()
          .limit(TOP)
          .forEach(
              place ->
                  table.row(
                      MarkdownText.code(place.path()),
                      Bytes.format(place.bytes()),
                      number(place.files())));
      line(table);
    }
  }

  private void largestKept() {
    if (report.space().largestKept().isEmpty()) {
      return;
    }
    line("#### Largest files that stay");
    MarkdownTable table = new MarkdownTable(7_000, "file", "size:", "why", "package");
    report.space().largestKept().stream()
        .limit(TOP)
        .forEach(
            file ->
                table.row(
                    MarkdownText.code(file.path()),
                    Bytes.format(file.bytes()),
                    file.reason().map(MarkdownText::prose).orElse("")
                        + file.detail().map(detail -> " " + MarkdownText.code(detail)).orElse(""),
                    file.owner().map(MarkdownText::code).orElse("")));
    line(table);
  }

  private void probes() {
    if (report.probes().isEmpty()) {
      return;
    }
    line("#### Probes");
    MarkdownTable table = new MarkdownTable(8_000, "", "request", "source", "slim");
    report.probes().stream()
        .sorted(Comparator.comparing(Report.ProbeResult::same))
        .forEach(
            probe ->
                table.row(
                    probe.same() ? "same" : probe.slim().isPresent() ? "**differs**" : "",
                    MarkdownText.code(probe.request()),
                    AnswerText.of(probe, probe.source()),
                    probe.slim().map(slim -> AnswerText.of(probe, slim)).orElse("not asked")));
    line(table);
    MarkdownDiffs diffs = new MarkdownDiffs();
    report.probes().stream().filter(probe -> !probe.diff().isEmpty()).forEach(diffs::add);
    String differing = diffs.toString();
    if (!differing.isEmpty()) {
      line("How they differ (`-` source, `+` slim):");
      line(differing);
    }
    report
        .verification()
        .healthCheck()
        .ifPresent(
            health ->
                line(
                    "Health check "
                        + MarkdownText.code(health.command())
                        + health
                            .exitCode()
                            .map(code -> ": exit code " + code + " in " + health.millis() + " ms.")
                            .orElse(": could not be executed.")));
  }

  private void hardening() {
    if (report.hardening().isEmpty()) {
      return;
    }
    Hardening hardening = report.hardening().get();
    line("#### Hardening");
    line(MarkdownText.prose(hardening.sentence()));
    MarkdownTable table = new MarkdownTable(4_000, "left out", "why");
    hardening.parts().stream()
        .filter(part -> !part.passed())
        .forEach(
            part ->
                table.row(
                    MarkdownText.code(part.name()),
                    part.reason().map(MarkdownText::prose).orElse("")));
    hardening
        .artifacts()
        .forEach(
            file ->
                file.withheld()
                    .ifPresent(
                        why -> table.row(MarkdownText.code(file.name()), MarkdownText.prose(why))));
    if (hardening.parts().stream().anyMatch(part -> !part.passed()) || !hardening.tried()) {
      line(table);
    }
  }

  private void java() {
    if (report.java().isEmpty()) {
      return;
    }
    line("#### Java");
    MarkdownTable table =
        new MarkdownTable(3_000, "runtime", "class library", "modules", "class-data sharing");
    for (JavaRuntime runtime : report.java()) {
      int modules = runtime.kept().size() + runtime.dropped().size();
      table.row(
          MarkdownText.code(runtime.home()) + " (" + runtime.version() + ")",
          Bytes.format(runtime.sourceSize()) + " → " + Bytes.format(runtime.slimSize()),
          runtime
              .untouched()
              .map(why -> "left whole: " + MarkdownText.prose(why))
              .orElse(runtime.kept().size() + " of " + modules),
          runtime.cds().label()
              + (runtime.cdsSize() > 0 ? ", " + Bytes.format(runtime.cdsSize()) : ""));
    }
    line(table);
    List<JavaRuntime.Jar> jars =
        report.java().stream().flatMap(r -> r.unusedJars().stream()).distinct().toList();
    if (!jars.isEmpty()) {
      MarkdownTable unused = new MarkdownTable(3_000, "jar that nothing names", "size:", "through");
      jars.stream()
          .limit(TOP)
          .forEach(
              jar ->
                  unused.row(
                      MarkdownText.code(jar.name()),
                      Bytes.format(jar.size()),
                      jar.trail().stream()
                          .limit(Math.max(jar.trail().size() - 1, 0))
                          .map(MarkdownText::code)
                          .collect(Collectors.joining(" > "))));
      line(unused);
    }
    report
        .startup()
        .ifPresent(
            startup ->
                line(
                    "Until the first answer, medians of "
                        + startup.runs()
                        + ": source "
                        + startup.source().wallMillis()
                        + " ms, slim "
                        + startup.slim().wallMillis()
                        + " ms."));
  }

  private void warnings() {
    List<String> sentences = Warnings.of(report);
    if (sentences.isEmpty()) {
      return;
    }
    line("#### Warnings");
    MarkdownTable table = new MarkdownTable(5_000, "warning");
    sentences.forEach(sentence -> table.row(MarkdownText.prose(sentence)));
    line(table);
  }

  private static String signed(long bytes) {
    return bytes < 0 ? "+" + Bytes.format(-bytes) : Bytes.format(bytes);
  }

  private static String count(int number, String noun) {
    return number(number) + " " + noun + (number == 1 ? "" : noun.endsWith("ch") ? "es" : "s");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Adds a paragraph. */
  private void line(Object paragraph) {
    text.append(text.isEmpty() ? "" : "\n")
        .append(paragraph.toString().stripTrailing())
        .append('\n');
  }
}
