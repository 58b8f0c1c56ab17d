package io.github.slimmaven.pipeline;

import io.github.slimmaven.report.Report;
import io.github.slimmaven.verify.Verification;
import java.util.List;
import java.util.Optional;

/**
 * What proved the minified image.
 *
 * @param answers held against the source's
 * @param health of the app after the last answer, if the image has a health check
 * @param rounds how often a minified image was launched to be compared
 * @param repaired absolute paths that were put back
 */
record Verified(
    Verification answers, Optional<HealthCheck.Outcome> health, int rounds, List<String> repaired) {

  Report.Verification report() {
    return new Report.Verification(
        answers.verified(), rounds, repaired, health.map(HealthCheck.Outcome::report));
  }
}
