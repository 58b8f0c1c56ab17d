package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Result of one rule of the gate. Amounts are bytes, a number of files, or a ratio.
 *
 * @param rule the parameter's name, as in {@code maxSize}
 * @param subject the pattern of the paths or artifacts that it is about, or {@code source} for what
 *     the source image wastes; empty for the whole image
 * @param actual what was found
 * @param limit what it may be
 * @param baseline bytes of the accepted baseline; empty for a rule that has none
 * @param passed whether the limit holds
 * @param severity what follows if it does not
 * @param message the sentence for people
 * @param causes what changed since the baseline, of each kind the most first; empty if the limit
 *     holds or there is no baseline with parts
 */
public record CheckResult(
    @JsonProperty(required = true) String rule,
    Optional<String> subject,
    BigDecimal actual,
    BigDecimal limit,
    Optional<Long> baseline,
    boolean passed,
    Severity severity,
    @JsonProperty(required = true) String message,
    List<Cause> causes) {
  public CheckResult {
    subject = Report.optional(subject);
    baseline = Report.optional(baseline);
    severity = severity == null ? Severity.ERROR : severity;
    causes = Report.listOf(causes);
  }

  /** Whether the build fails for it. */
  public boolean fails() {
    return !passed && severity == Severity.ERROR;
  }

  /** {@code passed}, {@code warned} or {@code failed}. */
  String outcome() {
    return passed ? "passed" : fails() ? "failed" : "warned";
  }

  /** A result about the whole image that makes the build fail, without causes. */
  public CheckResult(
      String rule,
      long actual,
      long limit,
      Optional<Long> baseline,
      boolean passed,
      String message) {
    this(
        rule,
        Optional.empty(),
        BigDecimal.valueOf(actual),
        BigDecimal.valueOf(limit),
        baseline,
        passed,
        Severity.ERROR,
        message,
        List.of());
  }

  /** The same with what is to blame. */
  public CheckResult with(List<Cause> newCauses) {
    return new CheckResult(
        rule, subject, actual, limit, baseline, passed, severity, message, newCauses);
  }
}
