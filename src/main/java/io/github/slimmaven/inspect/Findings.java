package io.github.slimmaven.inspect;

import io.github.slimmaven.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects what breaks the rules that are not switched off. */
final class Findings {
  private static final int MOST = 20;
  private static final int LONGEST = 500;

  private final Set<LintRule> ignored;
  private final Map<LintRule, List<Lint.Finding>> found = new EnumMap<>(LintRule.class);
  private final Map<LintRule, Integer> counts = new EnumMap<>(LintRule.class);

  Findings(Set<LintRule> ignored) {
    this.ignored = ignored;
  }

  /** In a line of the Dockerfile; if that is not known, in the image. */
  void at(LintRule rule, Optional<Integer> line, String reason) {
    add(rule, line, Optional.empty(), reason);
  }

  /** At a path of the image. */
  void at(LintRule rule, String path, String reason) {
    add(rule, Optional.empty(), Optional.of(path), reason);
  }

  private void add(LintRule rule, Optional<Integer> line, Optional<String> path, String reason) {
    if (ignored.contains(rule)) {
      return;
    }
    List<Lint.Finding> known = found.computeIfAbsent(rule, r -> new ArrayList<>());
    String cut = reason.length() > LONGEST ? reason.substring(0, LONGEST) + "..." : reason;
    Lint.Finding finding =
        new Lint.Finding(rule.name(), rule.severity(), line, path, cut, rule.remedy());
    if (known.contains(finding)) {
      return;
    }
    counts.merge(rule, 1, Integer::sum);
    if (known.size() < MOST) {
      known.add(finding);
    }
  }

  Lint lint(Optional<Image> image, Optional<LintDockerfile> dockerfile) {
    Comparator<Lint.Finding> order =
        Comparator.comparing((Lint.Finding finding) -> finding.line().orElse(Integer.MAX_VALUE))
            .thenComparing(finding -> finding.path().orElse(""))
            .thenComparing(Lint.Finding::reason);
    return new Lint(
        Lint.SCHEMA_VERSION,
        image.map(Image::reference),
        image.map(from -> from.digest().toString()),
        dockerfile.map(LintDockerfile::name),
        ignored.stream().sorted().map(LintRule::name).toList(),
        Arrays.stream(LintRule.values())
            .filter(rule -> !ignored.contains(rule))
            .map(
                rule ->
                    new Lint.Checked(
                        rule.name(), rule.severity(), rule.about(), counts.getOrDefault(rule, 0)))
            .toList(),
        found.values().stream().flatMap(list -> list.stream().sorted(order)).toList());
  }
}
