package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The known vulnerabilities of an image and what minifying did to them, as {@code report.json} and
 * {@code scan.json} hold it.
 *
 * @param assessed whether there are any counts: without data, or with old ones, nothing is known
 * @param reason why nothing was assessed, and what to do; empty if it was
 * @param counts {@link #ALL} and each severity to the five counts; empty if nothing was assessed
 * @param packages of the source image, in all
 * @param findings those that remain first, the worst first; at most {@link #MOST}
 * @param moreFindings how many are left out
 * @param byPackage packages with vulnerabilities, those with the most that remain first; at most
 *     {@link #MOST}
 * @param notAffected what documents say the image does not have; not counted; at most {@link #MOST}
 * @param moreNotAffected how many are left out
 * @param notAssessed packages of which vulnerabilities may be missing; at most {@link #MOST}
 * @param naive what a scanner would say that sees the minified image alone; empty if there is none
 * @param rated whether the data tell severities
 * @param sources what was read
 * @param limits sentences that say what the data cannot show
 */
public record Security(
    boolean assessed,
    Optional<String> reason,
    Map<String, Counts> counts,
    int packages,
    List<Finding> findings,
    int moreFindings,
    List<PackageFindings> byPackage,
    List<NotAffected> notAffected,
    int moreNotAffected,
    List<NotAssessed> notAssessed,
    Optional<Naive> naive,
    boolean rated,
    List<Source> sources,
    List<String> limits) {
  /** Entries of each list. */
  public static final int MOST = 1_000;

  /** The key of the counts of any severity. */
  public static final String ALL = "all";

  /**
   * What an image's minifying did to its vulnerabilities.
   *
   * @param source in the source image
   * @param gone whose packages have no file left
   * @param reduced of the remaining, whose packages lost files, each of them
   * @param remaining in the minified image: {@code source - gone}
   * @param notAssessable packages
   */
  public record Counts(int source, int gone, int reduced, int remaining, int notAssessable) {}

  /**
   * A vulnerability.
   *
   * @param id its CVE, else another id
   * @param severity {@code critical}, {@code high}, {@code medium}, {@code low}, {@code none} or
   *     {@code unknown}
   * @param state {@code kept}, {@code partial} or {@code removed}: of all packages that have it
   * @param summary one line, or ""
   * @param update whether nothing is known but that a security suite has a later version
   */
  public record Finding(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String severity,
      @JsonProperty(required = true) String state,
      @JsonProperty(required = true) String summary,
      boolean update,
      List<Match> packages) {
    public Finding {
      packages = Report.listOf(packages);
    }

    /** Whether the minified image has it. */
    public boolean remains() {
      return !state.equals("removed");
    }
  }

  /**
   * A package that has a vulnerability.
   *
   * @param purl its package URL
   * @param state {@code kept}, {@code partial} or {@code removed}
   * @param keptFiles of its {@code files}
   * @param fixed the first version without it, if one is known
   * @param records ids of the records that say so
   */
  public record Match(
      @JsonProperty(required = true) String purl,
      @JsonProperty(required = true) String state,
      int keptFiles,
      int files,
      Optional<String> fixed,
      List<String> records) {
    public Match {
      fixed = Report.optional(fixed);
      records = Report.listOf(records);
    }
  }

  /** How many vulnerabilities a package has, in the source; all remain unless it is removed. */
  public record PackageFindings(
      @JsonProperty(required = true) String purl,
      @JsonProperty(required = true) String state,
      int keptFiles,
      int files,
      int vulnerabilities) {}

  /** What a document says a package does not have; {@code note} is why, or "". */
  public record NotAffected(
      @JsonProperty(required = true) String id,
      @JsonProperty(required = true) String severity,
      @JsonProperty(required = true) String purl,
      @JsonProperty(required = true) String document,
      @JsonProperty(required = true) String status,
      @JsonProperty(required = true) String note) {}

  /** A package of which vulnerabilities may be missing; the reason follows its name. */
  public record NotAssessed(
      @JsonProperty(required = true) String purl, @JsonProperty(required = true) String reason) {}

  /**
   * What a scanner would say that sees the minified image's databases alone.
   *
   * @param packages that it would find
   * @param vulnerabilities {@link #ALL} and each severity to their number
   * @param unseen vulnerabilities that remain and that it would not name
   */
  public record Naive(int packages, Map<String, Integer> vulnerabilities, int unseen) {
    public Naive {
      vulnerabilities = ordered(vulnerabilities);
    }
  }

  /**
   * Data that were read.
   *
   * @param kind {@code osv}, {@code tracker}, {@code index}, {@code openvex} or {@code cyclonedx}
   * @param label of the kind, for people
   * @param records how many
   * @param newest ecosystem to the date of its newest record in ISO 8601, where there is one; at
   *     most {@link #MOST}
   */
  public record Source(
      @JsonProperty(required = true) String kind,
      @JsonProperty(required = true) String label,
      int records,
      Map<String, String> newest) {
    public Source {
      newest = ordered(newest);
    }
  }

  public Security {
    reason = Report.optional(reason);
    counts = ordered(counts);
    findings = Report.listOf(findings);
    byPackage = Report.listOf(byPackage);
    notAffected = Report.listOf(notAffected);
    notAssessed = Report.listOf(notAssessed);
    naive = Report.optional(naive);
    sources = Report.listOf(sources);
    limits = Report.listOf(limits);
  }

  private static <T> Map<String, T> ordered(Map<String, T> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
