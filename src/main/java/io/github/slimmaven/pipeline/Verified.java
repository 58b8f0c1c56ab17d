package io.github.slimmaven.pipeline;

import io.github.slimmaven.report.Report;
import io.github.slimmaven.verify.Verification;
import java.util.List;
import java.util.Optional;

/**
 * What proved the minified image, or not.
 *
 * @param answers held against the source's; without comparisons if not all came
 * @param health of the app after the last answer, if the image has a health check
 * @param rounds how often a minified image was launched to be compared
 * @param repaired absolute paths that were put back
 * @param failure why nothing is published
 */
record Verified(
    Verification answers,
    Optional<HealthCheck.Outcome> health,
    int rounds,
    List<String> repaired,
    Optional<SlimFailure> failure) {

  /** Of an image that was not launched. */
  static final Verified UNTRIED =
      new Verified(
          new Verification(false, List.of()), Optional.empty(), 0, List.of(), Optional.empty());

  /** Whether it was launched at all. */
  boolean tried() {
    return rounds > 0;
  }

  Report.Verification report() {
    return new Report.Verification(
        tried() && failure.isEmpty(),
        rounds,
        repaired,
        health.map(HealthCheck.Outcome::report),
        failure.map(Throwable::getMessage));
  }
}
