package io.github.slimmaven.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size as a person writes it: {@code 60 MB} (decimal, 1000) or {@code 60 MiB} (binary, 1024).
 *
 * @param number as written, not negative
 * @param unit what it counts
 */
public record Bytes(BigDecimal number, Unit unit) {
  /** Units by IEC 80000-13; SI's small k for 1000, which is what Docker and registries show. */
  public enum Unit {
    B("B", 1, 0),
    KB("kB", 1000, 1),
    MB("MB", 1000, 2),
    GB("GB", 1000, 3),
    TB("TB", 1000, 4),
    KIB("KiB", 1024, 1),
    MIB("MiB", 1024, 2),
    GIB("GiB", 1024, 3),
    TIB("TiB", 1024, 4);

    private final String symbol;
    private final boolean binary;
    private final BigDecimal bytes;

    Unit(String symbol, int base, int power) {
      this.symbol = symbol;
      this.binary = base == 1024;
      this.bytes = BigDecimal.valueOf(base).pow(power);
    }
  }

  private static final List<Unit> DECIMAL = List.of(Unit.B, Unit.KB, Unit.MB, Unit.GB, Unit.TB);
  private static final List<Unit> BINARY = List.of(Unit.B, Unit.KIB, Unit.MIB, Unit.GIB, Unit.TIB);
  private static final Pattern FORM =
      Pattern.compile("([0-9]{1,19}(?:_[0-9]{1,19}){0,6}(?:\\.[0-9]{1,9})?)\\s*([A-Za-z]*)");

  /**
   * Parses a size: a number (digits may be grouped by {@code _}) and a unit in any case; no unit is
   * bytes.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static Bytes parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw illegal(text);
    }
    Bytes size =
        new Bytes(new BigDecimal(matcher.group(1).replace("_", "")), unit(matcher.group(2), text));
    if (size.exact().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw illegal(text);
    }
    return size;
  }

  /** In bytes, rounded down. */
  public long value() {
    return exact().longValue();
  }

  /**
   * Another size to be named beside this one: in units of the same kind, one decimal, rounded away
   * from this size, so that two different sizes never look equal.
   */
  public String beside(long bytes) {
    int order = BigDecimal.valueOf(bytes).compareTo(exact());
    RoundingMode away = order > 0 ? RoundingMode.CEILING : RoundingMode.FLOOR;
    return order == 0 ? toString() : format(bytes, unit.binary ? BINARY : DECIMAL, away);
  }

  /** The size as it was written, with a unit that fits: {@code 60 MB}. */
  @Override
  public String toString() {
    return unit == Unit.B
        ? format(value(), DECIMAL, RoundingMode.UNNECESSARY)
        : plain(number) + " " + unit.symbol;
  }

  /** {@code 61.2 MB}: decimal units, at most one decimal, rounded half up. */
  public static String format(long bytes) {
    return format(bytes, DECIMAL, RoundingMode.HALF_UP);
  }

  private static String format(long bytes, List<Unit> units, RoundingMode rounding) {
    BigDecimal exact = BigDecimal.valueOf(bytes);
    int last = units.size() - 1;
    for (int i = 0; ; i++) {
      Unit unit = units.get(i);
      BigDecimal quotient = exact.divide(unit.bytes);
      BigDecimal number =
          rounding == RoundingMode.UNNECESSARY ? quotient : quotient.setScale(1, rounding);
      if (i == last || number.multiply(unit.bytes).compareTo(units.get(i + 1).bytes) < 0) {
        return plain(number) + " " + unit.symbol;
      }
    }
  }

  private BigDecimal exact() {
    return number.multiply(unit.bytes);
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static Unit unit(String symbol, String text) {
    if (symbol.isEmpty()) {
      return Unit.B;
    }
    for (Unit unit : Unit.values()) {
      if (unit.name().equals(symbol.toUpperCase(Locale.ROOT))) {
        return unit;
      }
    }
    throw illegal(text);
  }

  private static IllegalArgumentException illegal(String text) {
    return new IllegalArgumentException(
        "'"
            + text
            + "' is no size: expected a number of bytes ('1_000_000') or one with a unit, decimal"
            + " ('60 MB', '1.5 GB', also kB and TB) or binary ('60 MiB', also KiB, GiB and TiB)");
  }
}
