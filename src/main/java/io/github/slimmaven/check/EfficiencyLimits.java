package io.github.slimmaven.check;

import io.github.slimmaven.inspect.Xray;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.Severity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an image may waste, in the words of dive's rules.
 *
 * @param lowestEfficiency from 0 to 1
 * @param highestWastedBytes of files that a later layer overwrote or deleted
 * @param highestUserWastedPercent the same as a fraction of all layers but the lowest, from 0 to 1
 * @param severity what follows if one does not hold
 */
public record EfficiencyLimits(
    Optional<BigDecimal> lowestEfficiency,
    Optional<Bytes> highestWastedBytes,
    Optional<BigDecimal> highestUserWastedPercent,
    Severity severity) {

  /**
   * Parses what is set; null is no limit.
   *
   * @throws IllegalArgumentException naming the text and the legal form
   */
  public static EfficiencyLimits of(
      String lowestEfficiency,
      String highestWastedBytes,
      String highestUserWastedPercent,
      Severity severity) {
    return new EfficiencyLimits(
        fraction("lowestEfficiency", lowestEfficiency),
        Optional.ofNullable(highestWastedBytes).map(Bytes::parse),
        fraction("highestUserWastedPercent", highestUserWastedPercent),
        severity);
  }

  private static Optional<BigDecimal> fraction(String rule, String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      BigDecimal value = new BigDecimal(text.strip());
      if (value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0) {
        return Optional.of(value);
      }
      throw illegal(rule, text, null);
    } catch (NumberFormatException e) {
      throw illegal(rule, text, e);
    }
  }

  private static IllegalArgumentException illegal(String rule, String text, Exception cause) {
    return new IllegalArgumentException(
        "'" + text + "' is no " + rule + ": expected a fraction from 0 to 1, as in '0.95'", cause);
  }

  /** Whether nothing is limited. */
  public boolean isEmpty() {
    return lowestEfficiency.isEmpty()
        && highestWastedBytes.isEmpty()
        && highestUserWastedPercent.isEmpty();
  }

  /**
   * One result for each limit, passed or not.
   *
   * @param source whether it is the source of the image that is checked, and is called so
   */
  public List<CheckResult> results(Xray.Efficiency actual, boolean source) {
    String image = source ? "the source image" : "the image";
    Optional<String> subject = source ? Optional.of("source") : Optional.empty();
    List<CheckResult> results = new ArrayList<>();
    lowestEfficiency.ifPresent(
        limit -> {
          boolean passed = actual.efficiency().compareTo(limit) >= 0;
          String message =
              "Efficiency of %s is %s, %sexpected minimum is %s"
                  .formatted(image, plain(actual.efficiency()), but(passed), plain(limit));
          results.add(
              result("lowestEfficiency", subject, actual.efficiency(), limit, passed, message));
        });
    highestWastedBytes.ifPresent(
        limit -> {
          boolean passed = actual.wastedBytes() <= limit.value();
          String message =
              "Wasted in %s are %s, %sexpected maximum is %s"
                  .formatted(image, limit.beside(actual.wastedBytes()), but(passed), limit);
          BigDecimal wasted = BigDecimal.valueOf(actual.wastedBytes());
          BigDecimal most = BigDecimal.valueOf(limit.value());
          results.add(result("highestWastedBytes", subject, wasted, most, passed, message));
        });
    highestUserWastedPercent.ifPresent(
        limit -> {
          BigDecimal wasted = actual.userWastedPercent();
          boolean passed = wasted.compareTo(limit) <= 0;
          String message =
              "Wasted of all layers of %s but the lowest is the fraction %s, %sexpected maximum is %s"
                  .formatted(image, plain(wasted), but(passed), plain(limit));
          results.add(result("highestUserWastedPercent", subject, wasted, limit, passed, message));
        });
    return List.copyOf(results);
  }

  private CheckResult result(
      String rule,
      Optional<String> subject,
      BigDecimal actual,
      BigDecimal limit,
      boolean passed,
      String message) {
    return new CheckResult(
        rule, subject, actual, limit, Optional.empty(), passed, severity, message, List.of());
  }

  private static String but(boolean passed) {
    return passed ? "" : "but ";
  }

  private static String plain(BigDecimal number) {
    return number.toPlainString();
  }
}
