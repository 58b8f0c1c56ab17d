package io.github.slimmaven.check;

import io.github.slimmaven.report.Bytes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much an image may grow.
 *
 * @param text as the user wrote it
 * @param bytes that it may grow by
 * @param percent of the baseline that it may grow by, if not by bytes
 */
public record Growth(String text, Optional<Bytes> bytes, Optional<BigDecimal> percent) {
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,6})?)\\s*%");

  /**
   * Parses {@code 500 kB} or {@code 2%}.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static Growth parse(String text) {
    Matcher percent = PERCENT.matcher(text.strip());
    if (percent.matches()) {
      BigDecimal number = new BigDecimal(percent.group(1));
      return new Growth(text.strip(), Optional.empty(), Optional.of(number));
    }
    try {
      Bytes bytes = Bytes.parse(text);
      return new Growth(bytes.toString(), Optional.of(bytes), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no growth: expected bytes ('500 kB', '1.5 MiB') or percent ('2%')", e);
    }
  }

  /** Bytes that something of this size may grow by, rounded down. */
  long of(long baseline) {
    return bytes
        .map(Bytes::value)
        .orElseGet(
            () ->
                BigDecimal.valueOf(baseline)
                    .multiply(percent.orElseThrow())
                    .movePointLeft(2)
                    .longValue());
  }

  /** A growth to be named beside this one, so that it never looks equal. */
  String beside(long grown, long baseline) {
    return bytes
        .map(limit -> limit.beside(grown))
        .orElseGet(() -> Bytes.format(grown) + " (" + percent(grown, baseline) + "%)");
  }

  /** Rounded up, so that more than the limit never looks like it. */
  private static String percent(long grown, long baseline) {
    if (baseline == 0) {
      return "100";
    }
    return BigDecimal.valueOf(grown)
        .movePointRight(2)
        .divide(BigDecimal.valueOf(baseline), 2, RoundingMode.CEILING)
        .stripTrailingZeros()
        .toPlainString();
  }
}
