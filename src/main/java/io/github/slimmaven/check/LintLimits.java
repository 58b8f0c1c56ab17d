package io.github.slimmaven.check;

import io.github.slimmaven.inspect.Lint;
import io.github.slimmaven.inspect.LintRule;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which rules count, and from which severity on they fail the build.
 *
 * @param ignored rules that are switched off
 * @param failOn empty to never fail
 */
public record LintLimits(Set<LintRule> ignored, Optional<Lint.Severity> failOn) {

  /**
   * Parses ids of rules, and {@code error}, {@code warn}, {@code info} or {@code never}.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static LintLimits of(List<String> ignore, String failOn) {
    Set<LintRule> ignored = EnumSet.noneOf(LintRule.class);
    ignore.stream().map(LintLimits::rule).forEach(ignored::add);
    String text = failOn.strip().toLowerCase(Locale.ROOT);
    Optional<Lint.Severity> severity =
        Arrays.stream(Lint.Severity.values()).filter(s -> s.label().equals(text)).findFirst();
    if (severity.isEmpty() && !text.equals("never")) {
      throw new IllegalArgumentException(
          "'" + failOn + "' is no failOn: expected 'error', 'warn', 'info' or 'never'");
    }
    return new LintLimits(ignored, severity);
  }

  private static LintRule rule(String text) {
    LintRule[] rules = LintRule.values();
    return Arrays.stream(rules)
        .filter(rule -> rule.name().equalsIgnoreCase(text.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + text
                        + "' is no rule of slim:lint: expected '"
                        + rules[0]
                        + "' to '"
                        + rules[rules.length - 1]
                        + "'"));
  }

  /** Why the build fails; empty if it does not. */
  public Optional<String> violation(Lint lint) {
    List<Lint.Checked> broken =
        lint.rules().stream()
            .filter(rule -> rule.findings() > 0)
            .filter(rule -> failOn.isPresent() && rule.severity().compareTo(failOn.get()) <= 0)
            .toList();
    int findings = broken.stream().mapToInt(Lint.Checked::findings).sum();
    return findings == 0
        ? Optional.empty()
        : Optional.of(
            (findings == 1 ? "1 finding breaks " : findings + " findings break ")
                + String.join(", ", broken.stream().map(Lint.Checked::id).toList())
                + " (failOn is '"
                + failOn.get().label()
                + "'): mend what the lines above say, or list the rule in 'ignore'");
  }
}
