package io.github.slimmaven.inventory.scan;

/** How bad a vulnerability is, by CVSS 3.1's qualitative scale (specification, section 5). */
public enum Severity {
  /** Nobody has rated it, or in a form that is not read. It counts as a vulnerability. */
  UNKNOWN,
  NONE,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

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
