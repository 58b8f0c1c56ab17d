package io.github.slimmaven.verify;

import java.util.List;

/**
 * What verifying gave.
 *
 * @param verified whether all answers are the same
 * @param comparisons one for each probe, in order
 */
public record Verification(boolean verified, List<Comparison> comparisons) {
  private static final int MOST_SHOWN = 5;
  private static final int MOST_NAMED = 20;

  public Verification {
    comparisons = List.copyOf(comparisons);
  }

  /** What differs and what to do next; "" if verified. */
  public String message() {
    return verified
        ? ""
        : differences()
            + "\nName the files that it misses in <keep>, or set <level> to 'conservative'.";
  }

  /** What differs. */
  public String differences() {
    List<Comparison> differing = comparisons.stream().filter(c -> !c.same()).toList();
    StringBuilder message = new StringBuilder();
    message
        .append("the minified image answers ")
        .append(differing.size())
        .append(" of ")
        .append(comparisons.size())
        .append(comparisons.size() == 1 ? " probe" : " probes")
        .append(" differently:");
    differing.stream()
        .limit(MOST_SHOWN)
        .forEach(
            comparison ->
                message
                    .append("\n'")
                    .append(comparison.request())
                    .append("': ")
                    .append(comparison.difference().replace("\n", "\n  ")));
    differing.stream()
        .skip(MOST_SHOWN)
        .limit(MOST_NAMED)
        .forEach(comparison -> message.append("\n'").append(comparison.request()).append("'"));
    if (differing.size() > MOST_SHOWN + MOST_NAMED) {
      message.append("\nand ").append(differing.size() - MOST_SHOWN - MOST_NAMED).append(" more");
    }
    return message.toString();
  }
}
