package io.github.slimmaven.mojo;

import io.github.slimmaven.check.EfficiencyLimits;
import io.github.slimmaven.check.Growth;
import io.github.slimmaven.check.Limit;
import io.github.slimmaven.check.SecurityLimits;
import io.github.slimmaven.keep.PathPattern;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Severity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Limits of the image, of some of its files or of some of its jars, in the pom. */
public final class LimitParameter {
  /** Ant-style pattern of files in the image; or {@link #artifact}, or neither. */
  String path;

  /** {@code group:artifact} of jars, with {@code *} for any text. */
  String artifact;

  /** Bytes, as in {@code 60 MB}. */
  String maxSize;

  /** Bytes. */
  String maxCompressedSize;

  /** Bytes or percent of the baseline. */
  String maxGrowth;

  /** Number of files. */
  String maxFiles;

  /** How many times smaller than the source. */
  String minRatio;

  /** Of the source image: from 0 to 1. */
  String lowestEfficiency;

  /** Of the source image: bytes. */
  String highestWastedBytes;

  /** Of the source image: from 0 to 1. */
  String highestUserWastedPercent;

  /** Known vulnerabilities of that severity. */
  String maxCritical;

  /** Known vulnerabilities of that severity. */
  String maxHigh;

  /** Ids of vulnerabilities, and a severity. */
  List<String> failOn = List.of();

  /** {@code error} or {@code warn}. */
  String severity;

  /**
   * The limits that are set.
   *
   * @param otherwise the severity, if none is given here
   * @throws IllegalArgumentException naming the value and what is expected
   */
  List<Limit> limits(Severity otherwise) {
    Severity own = severity(otherwise);
    List<Limit> limits = new ArrayList<>();
    for (Limit.Rule rule : rules()) {
      limits.add(new Limit(scope(), rule, own));
    }
    return limits;
  }

  /**
   * What the source image may waste.
   *
   * @param otherwise the severity, if none is given here
   * @throws IllegalArgumentException naming the value and what is expected
   */
  EfficiencyLimits efficiency(Severity otherwise) {
    EfficiencyLimits limits =
        EfficiencyLimits.of(
            lowestEfficiency, highestWastedBytes, highestUserWastedPercent, severity(otherwise));
    if (!limits.isEmpty() && (path != null || artifact != null)) {
      throw new IllegalArgumentException(
          "the <limit> of '"
              + (path != null ? path : artifact)
              + "' has an efficiency rule, which is about the whole source image: give that one a"
              + " <limit> without path and artifact");
    }
    return limits;
  }

  /**
   * Which known vulnerabilities the image may have.
   *
   * @param otherwise the severity, if none is given here
   * @throws IllegalArgumentException naming the value and what is expected
   */
  SecurityLimits security(Severity otherwise) {
    SecurityLimits limits = SecurityLimits.of(maxCritical, maxHigh, failOn, severity(otherwise));
    if (!limits.isEmpty() && (path != null || artifact != null)) {
      throw new IllegalArgumentException(
          "the <limit> of '"
              + (path != null ? path : artifact)
              + "' has a rule on vulnerabilities, which is about the whole image: give that one a"
              + " <limit> without path and artifact");
    }
    return limits;
  }

  private Severity severity(Severity otherwise) {
    return severity == null ? otherwise : Severity.of(severity);
  }

  /** As {@link #limits}; an element of the pom must limit something. */
  List<Limit> given(Severity otherwise) {
    List<Limit> limits = limits(otherwise);
    if (limits.isEmpty() && efficiency(otherwise).isEmpty() && security(otherwise).isEmpty()) {
      throw new IllegalArgumentException(
          "a <limit> of '"
              + (path != null ? path : artifact != null ? artifact : "the image")
              + "' limits nothing: give it one as in '<maxSize>20 MB</maxSize>'");
    }
    return limits;
  }

  private Limit.Scope scope() {
    if (path != null && artifact != null) {
      throw new IllegalArgumentException(
          "a <limit> has the path '"
              + path
              + "' and the artifact '"
              + artifact
              + "': make it two, one of each");
    }
    if (path != null) {
      return new Limit.Paths(PathPattern.of(path));
    }
    return artifact == null ? new Limit.WholeImage() : new Limit.Artifacts(artifact.strip());
  }

  private List<Limit.Rule> rules() {
    List<Limit.Rule> rules = new ArrayList<>();
    rule(maxSize, text -> new Limit.MaxSize(Bytes.parse(text))).ifPresent(rules::add);
    rule(maxCompressedSize, text -> new Limit.MaxCompressedSize(Bytes.parse(text)))
        .ifPresent(rules::add);
    rule(maxGrowth, text -> new Limit.MaxGrowth(Growth.parse(text))).ifPresent(rules::add);
    rule(maxFiles, text -> new Limit.MaxFiles(files(text))).ifPresent(rules::add);
    rule(minRatio, text -> new Limit.MinRatio(ratio(text))).ifPresent(rules::add);
    return rules;
  }

  private static Optional<Limit.Rule> rule(String text, Function<String, Limit.Rule> parse) {
    return Optional.ofNullable(text).map(parse);
  }

  private static long files(String text) {
    if (!text.strip().matches("[0-9]{1,9}(?:_[0-9]{1,9})*") || text.length() > 18) {
      throw new IllegalArgumentException(
          "'" + text + "' is no maxFiles: expected a number as in '1500'");
    }
    return Long.parseLong(text.strip().replace("_", ""));
  }

  private static BigDecimal ratio(String text) {
    if (!text.strip().matches("[0-9]{1,9}(?:\\.[0-9]{1,9})?")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no minRatio: expected a number as in '2.5'");
    }
    return new BigDecimal(text.strip());
  }
}
