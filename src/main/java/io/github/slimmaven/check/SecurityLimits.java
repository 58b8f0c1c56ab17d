package io.github.slimmaven.check;

import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.Security;
import io.github.slimmaven.report.Severity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many known vulnerabilities an image may have. What was not assessed never passes.
 *
 * @param maxCritical of that severity
 * @param maxHigh of that severity; critical ones do not count
 * @param failOn ids, and severities from which on none may remain
 * @param severity what follows if one does not hold
 */
public record SecurityLimits(
    Optional<Integer> maxCritical,
    Optional<Integer> maxHigh,
    List<String> failOn,
    Severity severity) {
  private static final List<String> WORST_FIRST =
      List.of("critical", "high", "medium", "low", "none", "unknown");
  private static final int NAMED = 10;

  public SecurityLimits {
    failOn = List.copyOf(failOn);
  }

  /**
   * Parses the limits, each null if there is none.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static SecurityLimits of(
      String maxCritical, String maxHigh, List<String> failOn, Severity severity) {
    return new SecurityLimits(
        number("maxCritical", maxCritical),
        number("maxHigh", maxHigh),
        failOn.stream().map(SecurityLimits::named).toList(),
        severity);
  }

  private static Optional<Integer> number(String rule, String text) {
    if (text == null) {
      return Optional.empty();
    }
    if (!text.strip().matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no " + rule + ": expected a number as in '0'");
    }
    return Optional.of(Integer.parseInt(text.strip()));
  }

  private static String named(String text) {
    String name = text.strip();
    String severity = name.toLowerCase(Locale.ROOT);
    if (WORST_FIRST.contains(severity)) {
      return severity;
    }
    if (!name.matches("[A-Za-z]{1,20}-.*[0-9].*")) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no failOn: expected an id as in 'CVE-2021-44228', or 'critical', 'high',"
              + " 'medium', 'low' or 'unknown' (any)");
    }
    return name;
  }

  /** Whether nothing is limited. */
  public boolean isEmpty() {
    return maxCritical.isEmpty() && maxHigh.isEmpty() && failOn.isEmpty();
  }

  /**
   * One result for each limit, passed or not.
   *
   * @param security of the report; empty if there was no data to read
   */
  public List<CheckResult> results(Optional<Security> security) {
    List<CheckResult> results = new ArrayList<>();
    maxCritical.ifPresent(limit -> results.add(most("maxCritical", "critical", limit, security)));
    maxHigh.ifPresent(limit -> results.add(most("maxHigh", "high", limit, security)));
    if (!failOn.isEmpty()) {
      results.add(failOn(security));
    }
    return List.copyOf(results);
  }

  private CheckResult most(String rule, String rated, int limit, Optional<Security> security) {
    Optional<String> unknown = unknown(security, true);
    if (unknown.isPresent()) {
      return result(rule, 0, limit, false, unassessed(rule, unknown.get()));
    }
    int actual = security.orElseThrow().counts().get(rated).remaining();
    boolean passed = actual <= limit;
    return result(
        rule,
        actual,
        limit,
        passed,
        "Vulnerabilities of severity %s are %d, %sexpected maximum is %d%s"
            .formatted(
                rated, actual, passed ? "" : "but ", limit, besides(security.orElseThrow())));
  }

  private CheckResult failOn(Optional<Security> security) {
    boolean severities = failOn.stream().anyMatch(WORST_FIRST::contains);
    Optional<String> unknown =
        unknown(security, severities && !failOn.contains("unknown"))
            .or(() -> cut(security.orElseThrow()));
    if (unknown.isPresent()) {
      return result("failOn", 0, 0, false, unassessed("failOn", unknown.get()));
    }
    List<String> found =
        security.orElseThrow().findings().stream()
            .filter(Security.Finding::remains)
            .filter(this::isNamed)
            .map(Security.Finding::id)
            .toList();
    boolean passed = found.isEmpty();
    String ids =
        found.stream().limit(NAMED).collect(Collectors.joining(", "))
            + (found.size() > NAMED ? " and " + (found.size() - NAMED) + " more" : "");
    return result(
        "failOn",
        found.size(),
        0,
        passed,
        "Vulnerabilities that failOn names ('%s') are %d, %sexpected maximum is 0%s%s"
            .formatted(
                String.join("', '", failOn),
                found.size(),
                passed ? "" : "but ",
                passed ? "" : ": " + ids,
                besides(security.orElseThrow())));
  }

  private boolean isNamed(Security.Finding finding) {
    Set<String> ids =
        finding.packages().stream()
            .flatMap(match -> match.records().stream())
            .collect(Collectors.toSet());
    ids.add(finding.id());
    int rank = WORST_FIRST.indexOf(finding.severity());
    return failOn.stream()
        .anyMatch(
            name ->
                WORST_FIRST.contains(name)
                    ? rank <= WORST_FIRST.indexOf(name)
                    : ids.stream().anyMatch(name::equalsIgnoreCase));
  }

  /** What the number leaves open. */
  private static String besides(Security security) {
    int unknown = security.counts().get("unknown").remaining();
    int missed = security.counts().get(Security.ALL).notAssessable();
    return (unknown == 0 ? "" : "; " + unknown + " are of unknown severity")
        + (missed == 0 ? "" : "; " + missed + " packages were not or not fully assessed");
  }

  /** Why nothing is known. */
  private static Optional<String> unknown(Optional<Security> security, boolean rated) {
    if (security.isEmpty()) {
      return Optional.of(
          "slim:minify had no vulnerability data: name some in its 'advisories' (slim.advisories)");
    }
    if (!security.get().assessed()) {
      return Optional.of(security.get().reason().orElse("the report has no counts"));
    }
    return rated && !security.get().rated()
        ? Optional.of(
            "the data tell no severities: add OSV records or the JSON of Debian's security tracker"
                + " to 'advisories'")
        : Optional.empty();
  }

  /** The report has no more than the worst: what is left out is not known to be none of those. */
  private static Optional<String> cut(Security security) {
    return security.moreFindings() > 0
            && security.findings().stream().allMatch(Security.Finding::remains)
        ? Optional.of(
            "the report has only the first "
                + Security.MOST
                + " vulnerabilities: mend some, or use maxCritical and maxHigh")
        : Optional.empty();
  }

  private static String unassessed(String rule, String why) {
    return "Vulnerabilities were not assessed, so " + rule + " does not hold: " + why;
  }

  private CheckResult result(String rule, int actual, int limit, boolean passed, String message) {
    return new CheckResult(
        rule,
        Optional.empty(),
        BigDecimal.valueOf(actual),
        BigDecimal.valueOf(limit),
        Optional.empty(),
        passed,
        severity,
        message,
        List.of());
  }
}
