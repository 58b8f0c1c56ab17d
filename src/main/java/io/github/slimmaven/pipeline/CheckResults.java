package io.github.slimmaven.pipeline;

import io.github.slimmaven.report.CheckResult;
import java.util.ArrayList;
import java.util.List;

/** What follows from the limits of a goal that looks at one image. */
final class CheckResults {
  private CheckResults() {}

  /**
   * Says which hold and which are only warned of.
   *
   * @throws SlimFailure naming all others
   */
  static void hold(List<CheckResult> results, RunLog log) throws SlimFailure {
    List<String> failed = new ArrayList<>();
    for (CheckResult result : results) {
      if (result.fails()) {
        failed.add(result.message());
      } else {
        log.checked(result.message(), result.passed());
      }
    }
    if (!failed.isEmpty()) {
      throw new SlimFailure(String.join("\n", failed), null);
    }
  }
}
