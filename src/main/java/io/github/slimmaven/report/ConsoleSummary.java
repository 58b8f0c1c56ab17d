package io.github.slimmaven.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/** The summary of a run for the console. */
public final class ConsoleSummary {
  private static final int MOST_PATHS = 10;

  private final List<String> lines = new ArrayList<>();

  private ConsoleSummary() {}

  /** Lines without line ends, in the order to print; fit for any terminal. */
  public static List<String> lines(Report report) {
    ConsoleSummary summary = new ConsoleSummary();
    summary.headline(report);
    summary.sizes(report);
    summary.kept(report);
    report.previous().filter(previous -> !previous.same()).ifPresent(summary::previous);
    summary.shared(report);
    report.security().map(SecuritySummary::sentence).ifPresent(line -> summary.section("%s", line));
    summary.unusedJars(report);
    summary.probes(report);
    summary.verification(report);
    summary.tracer(report);
    summary.timings(report.timings());
    report.startup().ifPresent(summary::startup);
    summary.checks(report.checks());
    summary.artifacts(report.artifacts());
    return List.copyOf(summary.lines);
  }

  private void headline(Report report) {
    String source = PrintableText.of(report.source().reference());
    switch (report.status()) {
      case MINIFIED ->
          add(
              "Minified '%s': %s -> %s%s",
              source,
              Bytes.format(report.source().size()),
              report.slim().map(slim -> Bytes.format(slim.size())).orElse("nothing"),
              report.ratio().map(ratio -> ", " + smaller(ratio)).orElse(""));
      case UNCHANGED -> add("Nothing to remove from '%s': every file is needed", source);
      case PROFILED ->
          add(
              "'%s' would shrink: %s -> %s%s (profiled: no image was written)",
              source,
              Bytes.format(report.source().size()),
              report.slim().map(slim -> Bytes.format(slim.size())).orElse("nothing"),
              report.ratio().map(ratio -> ", " + smaller(ratio)).orElse(""));
      case FAILED -> add("'%s' was not minified: nothing was published", source);
    }
  }

  private void sizes(Report report) {
    Report.ImageSummary source = report.source();
    Optional<Report.ImageSummary> slim = report.slim();
    add("  %-16s%12s%12s", "", "source", slim.isPresent() ? "slim" : "");
    size("size", Optional.of(source.size()), slim.map(Report.ImageSummary::size));
    size("compressed", source.compressedSize(), slim.flatMap(Report.ImageSummary::compressedSize));
    count("files", source.files(), slim.map(Report.ImageSummary::files));
    count("layers", source.layers().size(), slim.map(image -> (long) image.layers().size()));
  }

  private void size(String name, Optional<Long> source, Optional<Long> slim) {
    add(
        "  %-16s%12s%12s%s",
        name,
        source.map(Bytes::format).orElse("unknown"),
        slim.map(Bytes::format).orElse(""),
        source
            .flatMap(from -> slim.flatMap(to -> Report.ratio(from, to)))
            .map(r -> "   " + smaller(r))
            .orElse(""));
  }

  private void count(String name, long source, Optional<Long> slim) {
    add("  %-16s%,12d%12s", name, source, slim.map(ConsoleSummary::grouped).orElse(""));
  }

  private void kept(Report report) {
    if (report.slim().isEmpty()) {
      return;
    }
    Kept kept = report.kept();
    section(
        "Kept %s files (%s), removed %s (%s):",
        grouped(kept.files()),
        Bytes.format(kept.bytes()),
        grouped(report.removed().files()),
        Bytes.format(report.removed().bytes()));
    for (Map.Entry<String, Amount> reason : kept.byReason().entrySet()) {
      add(
          "  %-16s%,12d%12s",
          PrintableText.of(reason.getKey()),
          reason.getValue().files(),
          Bytes.format(reason.getValue().bytes()));
    }
  }

  private void previous(Previous previous) {
    long all = previous.addedFiles() + previous.goneFiles();
    add(
        "%s %s from the last run: %s",
        grouped(all),
        all == 1 ? "entry differs" : "entries differ",
        String.join("; ", previous.sentences()));
  }

  private void shared(Report report) {
    for (JavaRuntime runtime : report.java()) {
      if (runtime.cdsSize() > 0) {
        section(
            "Class-data sharing of Java %d: %s, %s",
            runtime.version(), runtime.cds().label(), Bytes.format(runtime.cdsSize()));
      }
    }
  }

  private void unusedJars(Report report) {
    List<JavaRuntime.Jar> jars =
        report.java().stream()
            .flatMap(runtime -> runtime.unusedJars().stream())
            .distinct()
            .toList();
    if (jars.isEmpty()) {
      return;
    }
    section("Jars that nothing names which the app needs:");
    for (JavaRuntime.Jar jar : jars) {
      add(
          "  %s%s, %s%s",
          jar.certain() ? "never used: " : "",
          PrintableText.of(jar.name()),
          Bytes.format(jar.size()),
          through(jar.trail()));
    }
  }

  private static String through(List<String> trail) {
    return trail.size() < 2
        ? ""
        : ", through " + PrintableText.of(String.join(" > ", trail.subList(0, trail.size() - 1)));
  }

  private void probes(Report report) {
    if (report.probes().isEmpty()) {
      return;
    }
    section("Probes (source -> slim):");
    for (Report.ProbeResult probe : report.probes()) {
      add(
          "  %-7s %s: %s -> %s",
          probe.same() ? "same" : probe.slim().isPresent() ? "DIFFERS" : "-",
          PrintableText.of(probe.request()),
          AnswerText.of(probe, probe.source()),
          probe.slim().map(slim -> AnswerText.of(probe, slim)).orElse("not asked"));
    }
  }

  private void verification(Report report) {
    Report.Verification verification = report.verification();
    List<String> repaired = verification.repaired();
    if (report.status() == Report.Status.PROFILED) {
      return;
    }
    if (verification.rounds() == 0) {
      section("NOT verified: the slim image was never launched");
      return;
    }
    section(
        "%s after %d %s%s",
        verification.verified() ? "Verified" : "NOT verified",
        verification.rounds(),
        verification.rounds() == 1 ? "launch of the slim image" : "launches of the slim image",
        repaired.isEmpty() ? "" : ", with " + grouped(repaired.size()) + " paths put back:");
    repaired.stream().limit(MOST_PATHS).forEach(path -> add("  %s", PrintableText.of(path)));
    if (repaired.size() > MOST_PATHS) {
      add("  and %s more", grouped(repaired.size() - MOST_PATHS));
    }
  }

  private void tracer(Report report) {
    report.tracer().limits().forEach(limit -> add("Not watched: %s", PrintableText.of(limit)));
  }

  private void startup(Startup startup) {
    add(
        "Until the first answer, medians of %d: source %s, slim %s",
        startup.runs(), median(startup.source()), median(startup.slim()));
  }

  private static String median(Startup.Median median) {
    return seconds(median.wallMillis())
        + median.cpuMillis().map(cpu -> " (CPU " + seconds(cpu) + ")").orElse("");
  }

  private void timings(Report.Timings timings) {
    StringJoiner stages = new StringJoiner(", ");
    stages.add("open " + seconds(timings.open()));
    stages.add("launch " + seconds(timings.launch()));
    stages.add("probe " + seconds(timings.probe()));
    stages.add("trace " + seconds(timings.trace()));
    stages.add("minify " + seconds(timings.minify()));
    stages.add("verify " + seconds(timings.verify()));
    stages.add("write " + seconds(timings.write()));
    add(
        "Took %s, %s of it waiting for the app: %s",
        seconds(timings.total()), seconds(timings.app()), stages);
  }

  private void checks(List<CheckResult> checks) {
    for (CheckResult check : checks) {
      String outcome = check.passed() ? "Passed" : check.fails() ? "FAILED" : "Warned";
      add("%s: %s", outcome, PrintableText.of(check.message()));
    }
  }

  private void artifacts(Map<String, String> artifacts) {
    if (artifacts.isEmpty()) {
      return;
    }
    section("Written:");
    artifacts.forEach((name, path) -> add("  %-16s%s", PrintableText.of(name), printable(path)));
  }

  // A Windows path keeps its separators: only what can't be seen is escaped.
  private static String printable(String path) {
    return PrintableText.of(path).replace("\\\\", "\\");
  }

  private static String smaller(BigDecimal ratio) {
    return switch (ratio.compareTo(BigDecimal.ONE)) {
      case 1 -> ratio.toPlainString() + "x smaller";
      case 0 -> "about the same";
      default -> "LARGER";
    };
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void section(String format, Object... arguments) {
    lines.add("");
    add(format, arguments);
  }

  private void add(String format, Object... arguments) {
    lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
  }
}
