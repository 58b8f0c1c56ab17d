package io.github.slimmaven.check;

import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Cause;
import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.ImageSize;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The gate: a pure function of a report, the baseline and the limits. */
public final class Check {
  private final Measured measured;
  private final Optional<Baseline> baseline;

  private Check(Measured measured, Optional<Baseline> baseline) {
    this.measured = measured;
    this.baseline = baseline;
  }

  /**
   * Compares the minified image with each limit.
   *
   * @param baseline needed if growth is limited; if it is there, it tells the causes of any limit
   *     that does not hold
   * @return one result for each limit, passed or not, in the given order
   * @throws ReportException if a limit cannot be measured: what can't be never passes
   */
  public static List<CheckResult> evaluate(
      Measured measured, Optional<Baseline> baseline, List<Limit> limits) throws ReportException {
    Check check = new Check(measured, baseline);
    List<CheckResult> results = new ArrayList<>();
    for (Limit limit : limits) {
      results.add(check.result(limit));
    }
    return List.copyOf(results);
  }

  /**
   * The sentence of each result and below it, indented, the foremost causes; those of the whole
   * image once, as they are the same for all of its limits.
   */
  public static List<String> explained(List<CheckResult> results) {
    List<String> lines = new ArrayList<>();
    boolean told = false;
    for (CheckResult result : results) {
      lines.add(result.message());
      if (result.subject().isPresent() || !told) {
        Causes.foremost(result.causes()).forEach(cause -> lines.add("  " + cause.message()));
      }
      told |= result.subject().isEmpty();
    }
    return lines;
  }

  /** What the image's size differs by from the baseline's, one line each, the foremost only. */
  public static List<String> changes(ImageSize before, ImageSize after) {
    return before.parts().isEmpty() || after.parts().isEmpty()
        ? List.of()
        : Causes.foremost(Causes.between(before.parts().get(), after.parts().get())).stream()
            .map(Cause::message)
            .toList();
  }

  /**
   * The minified image of a report.
   *
   * @throws ReportException if the report's run ended without one
   */
  public static Report.ImageSummary slim(Report report) throws ReportException {
    if (report.status() == Report.Status.PROFILED) {
      throw new ReportException(
          "The report of '"
              + report.source().reference()
              + "' is one of slim:profile, which makes no image to check: run slim:minify first");
    }
    if (report.status() == Report.Status.FAILED || report.slim().isEmpty()) {
      throw new ReportException(
          "The report of '"
              + report.source().reference()
              + "' has no minified image to check, its status is '"
              + report.status().label()
              + "': correct what made slim:minify fail and run it first");
    }
    return report.slim().get();
  }

  private CheckResult result(Limit limit) throws ReportException {
    Found found =
        switch (limit.rule().label()) {
          case "maxSize" -> maximum(limit, ((Limit.MaxSize) limit.rule()).limit());
          case "maxCompressedSize" -> compressed(((Limit.MaxCompressedSize) limit.rule()).limit());
          case "maxGrowth" -> growth(limit.scope(), ((Limit.MaxGrowth) limit.rule()).limit());
          case "maxFiles" -> files(limit.scope(), ((Limit.MaxFiles) limit.rule()).limit());
          default -> ratio(((Limit.MinRatio) limit.rule()).limit());
        };
    return new CheckResult(
        limit.rule().label(),
        subject(limit.scope()),
        found.actual(),
        found.limit(),
        found.baseline(),
        found.passed(),
        limit.severity(),
        found.message(),
        found.passed() ? List.of() : causes(limit));
  }

  private record Found(
      BigDecimal actual,
      BigDecimal limit,
      Optional<Long> baseline,
      boolean passed,
      String message) {
    static Found of(long actual, long limit, String subject, String shown, Object expected) {
      return new Found(
          BigDecimal.valueOf(actual),
          BigDecimal.valueOf(limit),
          Optional.empty(),
          actual <= limit,
          subject + shown + maximumIs(actual <= limit) + expected);
    }
  }

  private static String maximumIs(boolean passed) {
    return passed ? ", expected maximum is " : ", but expected maximum is ";
  }

  private Found maximum(Limit limit, Bytes most) throws ReportException {
    long actual = size(limit.scope());
    String subject =
        subject(limit.scope()).map(pattern -> "Size of '" + pattern + "'").orElse("Image size");
    return Found.of(actual, most.value(), subject + " is ", most.beside(actual), most);
  }

  private Found compressed(Bytes most) throws ReportException {
    Report.ImageSummary slim = slim(measured.report());
    if (slim.compressedSize().isEmpty()) {
      throw new ReportException(
          "The report has no compressed size of '"
              + slim.reference()
              + "': run slim:minify first, with this version of the plugin");
    }
    long actual = slim.compressedSize().get();
    return Found.of(actual, most.value(), "Compressed image size is ", most.beside(actual), most);
  }

  private Found files(Limit.Scope scope, long most) {
    long actual =
        scope instanceof Limit.Paths paths ? files(paths).size() : measured.slim().files();
    String subject =
        subject(scope)
            .map(pattern -> "Number of files in '" + pattern + "'")
            .orElse("Number of files");
    return Found.of(actual, most, subject + " is ", grouped(actual), grouped(most));
  }

  private Found ratio(BigDecimal least) throws ReportException {
    long source = measured.report().source().size();
    BigDecimal actual = Report.ratio(source, measured.slim().size()).orElse(BigDecimal.ZERO);
    boolean passed = actual.compareTo(least) >= 0;
    return new Found(
        actual,
        least,
        Optional.empty(),
        passed,
        "Image is "
            + actual.toPlainString()
            + " times smaller than its source"
            + (passed ? ", expected minimum is " : ", but expected minimum is ")
            + least.toPlainString());
  }

  private Found growth(Limit.Scope scope, Growth most) throws ReportException {
    ImageSize before =
        baseline
            .orElseThrow(() -> new IllegalArgumentException("maxGrowth needs a baseline"))
            .size();
    long from =
        scope instanceof Limit.Artifacts artifacts ? artifacts(before, artifacts) : before.size();
    long to = size(scope);
    long grown = Math.max(0, to - from);
    long limit = most.of(from);
    boolean passed = grown <= limit;
    return new Found(
        BigDecimal.valueOf(grown),
        BigDecimal.valueOf(limit),
        Optional.of(from),
        passed,
        subject(scope).map(pattern -> "Size of '" + pattern + "'").orElse("Image size")
            + (to < from
                ? " shrank by " + Bytes.format(from - to)
                : " grew by " + most.beside(grown, from))
            + " from "
            + Bytes.format(from)
            + " to "
            + Bytes.format(to)
            + (passed ? ", expected maximum growth is " : ", but expected maximum growth is ")
            + most.text());
  }

  private long size(Limit.Scope scope) throws ReportException {
    if (scope instanceof Limit.Paths paths) {
      return files(paths).stream().mapToLong(Long::longValue).sum();
    }
    return scope instanceof Limit.Artifacts artifacts
        ? artifacts(measured.slim(), artifacts)
        : measured.slim().size();
  }

  private List<Long> files(Limit.Paths paths) {
    return measured.files().entrySet().stream()
        .filter(file -> paths.pattern().matches(file.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static long artifacts(ImageSize image, Limit.Artifacts artifacts) throws ReportException {
    ImageSize.Parts parts =
        image
            .parts()
            .orElseThrow(
                () ->
                    new ReportException(
                        "A size.json of an older version has no artifacts, so '"
                            + artifacts.pattern()
                            + "' cannot be limited: run slim:minify, and slim:accept-size for the"
                            + " baseline"));
    return parts.artifacts().entrySet().stream()
        .filter(part -> artifacts.matches(part.getKey()))
        .mapToLong(part -> part.getValue().size())
        .sum();
  }

  private List<Cause> causes(Limit limit) {
    Optional<ImageSize.Parts> before = baseline.flatMap(image -> image.size().parts());
    Optional<ImageSize.Parts> after = measured.slim().parts();
    if (before.isEmpty() || after.isEmpty() || limit.scope() instanceof Limit.Paths) {
      return List.of();
    }
    List<Cause> causes = Causes.between(before.get(), after.get());
    return limit.scope() instanceof Limit.Artifacts artifacts
        ? causes.stream()
            .filter(cause -> cause.kind() == Cause.Kind.ARTIFACT && artifacts.matches(cause.name()))
            .toList()
        : causes;
  }

  private static Optional<String> subject(Limit.Scope scope) {
    if (scope instanceof Limit.Paths paths) {
      return Optional.of(paths.pattern().text());
    }
    return scope instanceof Limit.Artifacts artifacts
        ? Optional.of(artifacts.pattern())
        : Optional.empty();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
