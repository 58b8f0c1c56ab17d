package io.github.slimmaven.check;

import io.github.slimmaven.inspect.Xray;
import io.github.slimmaven.report.Bytes;
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
 */
public record EfficiencyLimits(
    Optional<BigDecimal> lowestEfficiency,
    Optional<Bytes> highestWastedBytes,
    Optional<BigDecimal> highestUserWastedPercent) {

  /**
   * Parses a fraction.
   *
   * @param rule its name, for the message
   * @throws IllegalArgumentException naming the text and the legal form
   */
  public static BigDecimal fraction(String rule, String text) {
    try {
      BigDecimal value = new BigDecimal(text.strip());
      if (value.signum() >= 0 && value.compareTo(BigDecimal.ONE) <= 0) {
        return value;
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

  /** The sentences for the limits that the image exceeds; none if all hold. */
  public List<String> violations(Xray xray) {
    Xray.Efficiency actual = xray.efficiency();
    List<String> violations = new ArrayList<>();
    lowestEfficiency
        .filter(limit -> actual.efficiency().compareTo(limit) < 0)
        .ifPresent(
            limit ->
                violations.add(
                    "Efficiency is "
                        + actual.efficiency().toPlainString()
                        + ", but expected minimum is "
                        + limit.toPlainString()
                        + " (lowestEfficiency)"));
    highestWastedBytes
        .filter(limit -> actual.wastedBytes() > limit.value())
        .ifPresent(
            limit ->
                violations.add(
                    "Wasted are "
                        + limit.beside(actual.wastedBytes())
                        + ", but expected maximum is "
                        + limit
                        + " (highestWastedBytes)"));
    highestUserWastedPercent
        .filter(limit -> actual.userWastedPercent().compareTo(limit) > 0)
        .ifPresent(
            limit ->
                violations.add(
                    "Wasted of all layers but the lowest is the fraction "
                        + actual.userWastedPercent().toPlainString()
                        + ", but expected maximum is "
                        + limit.toPlainString()
                        + " (highestUserWastedPercent)"));
    return violations;
  }
}
