package io.github.slimmaven.check;

import io.github.slimmaven.keep.PathPattern;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Severity;
import java.math.BigDecimal;

/** One limit: of what, how much, and what follows if it does not hold. */
public record Limit(Scope scope, Rule rule, Severity severity) {
  /** What of the image is limited. */
  public sealed interface Scope {}

  /** All of it. */
  public record WholeImage() implements Scope {}

  /** The files of these paths. */
  public record Paths(PathPattern pattern) implements Scope {}

  /**
   * Jars, together.
   *
   * @param pattern of {@code group:artifact}, with {@code *} for any text
   */
  public record Artifacts(String pattern) implements Scope {
    boolean matches(String name) {
      return PathPattern.matches(pattern, name);
    }
  }

  /** How much it may be. */
  public sealed interface Rule {
    /** The parameter's name. */
    String label();
  }

  /** Bytes of file content. */
  public record MaxSize(Bytes limit) implements Rule {
    @Override
    public String label() {
      return "maxSize";
    }
  }

  /** Bytes of the layer blobs. */
  public record MaxCompressedSize(Bytes limit) implements Rule {
    @Override
    public String label() {
      return "maxCompressedSize";
    }
  }

  /** More bytes of file content than the baseline has. */
  public record MaxGrowth(Growth limit) implements Rule {
    @Override
    public String label() {
      return "maxGrowth";
    }
  }

  /** Number of entries but directories. */
  public record MaxFiles(long limit) implements Rule {
    @Override
    public String label() {
      return "maxFiles";
    }
  }

  /** How many times smaller than the source. */
  public record MinRatio(BigDecimal limit) implements Rule {
    @Override
    public String label() {
      return "minRatio";
    }
  }

  /**
   * Checks that what is limited can be measured so.
   *
   * @throws IllegalArgumentException naming the rule and the scope
   */
  public Limit {
    boolean measured =
        scope instanceof WholeImage
            || rule instanceof MaxSize
            || (scope instanceof Paths ? rule instanceof MaxFiles : rule instanceof MaxGrowth);
    if (!measured) {
      throw new IllegalArgumentException(
          scope instanceof Paths paths
              ? "the <limit> of path '%s' has '%s': expected 'maxSize' or 'maxFiles'"
                  .formatted(paths.pattern().text(), rule.label())
              : "the <limit> of artifact '%s' has '%s': expected 'maxSize' or 'maxGrowth'"
                  .formatted(((Artifacts) scope).pattern(), rule.label()));
    }
  }
}
