package io.github.slimmaven.inventory.scan;

import java.util.Locale;

/** How bad a vulnerability is, by CVSS's qualitative scale (3.1, section 5; 4.0, section 6). */
public enum Severity {
  /** Nobody has rated it, or in a form that is not read. It counts as a vulnerability. */
  UNKNOWN,
  NONE,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  /** As in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The rating of a score.
   *
   * @param tenths of a point, 0 to 100
   */
  static Severity ofScore(int tenths) {
    if (tenths >= 90) {
      return CRITICAL;
    }
    if (tenths >= 70) {
      return HIGH;
    }
    if (tenths >= 40) {
      return MEDIUM;
    }
    return tenths > 0 ? LOW : NONE;
  }

  /** Reads GitHub's {@code database_specific.severity}; {@code MODERATE} is theirs for medium. */
  static Severity ofLabel(String label) {
    return switch (label) {
      case "CRITICAL" -> CRITICAL;
      case "HIGH" -> HIGH;
      case "MODERATE", "MEDIUM" -> MEDIUM;
      case "LOW" -> LOW;
      default -> UNKNOWN;
    };
  }

  /** The worse of two. */
  Severity or(Severity other) {
    return compareTo(other) < 0 ? other : this;
  }
}
