package io.github.slimmaven.inventory.scan;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The known vulnerabilities of an image and what minifying did to them, or why nothing is known.
 */
public sealed interface Scan {
  /** Packages that could not be assessed, or not fully, in order. */
  List<Unassessed> unassessed();

  /**
   * A package of which vulnerabilities may be missing.
   *
   * @param reason a sentence's end, after the package's name
   */
  record Unassessed(Component component, String reason) {}

  /**
   * Nothing was assessed: there is no number of vulnerabilities, not even 0.
   *
   * @param reason a sentence that says what to do
   */
  record NotAssessed(String reason, List<Unassessed> unassessed) implements Scan {
    public NotAssessed {
      unassessed = List.copyOf(unassessed);
    }
  }

  /**
   * The vulnerabilities of the packages that could be assessed.
   *
   * @param vulnerabilities of the source image, in order of id; each counts once
   * @param notAffected what documents say the image does not have, in order of id; not counted
   * @param limits sentences that say what the data cannot show
   */
  record Assessed(
      List<Vulnerability> vulnerabilities,
      List<NotAffected> notAffected,
      List<String> limits,
      List<Unassessed> unassessed)
      implements Scan {
    public Assessed {
      vulnerabilities = List.copyOf(vulnerabilities);
      notAffected = List.copyOf(notAffected);
      limits = List.copyOf(limits);
      unassessed = List.copyOf(unassessed);
    }

    /** The five counts, of any severity. */
    public Counts counts() {
      return counts(vulnerabilities);
    }

    /** The five counts of one severity; packages that were not assessed are the same in each. */
    public Counts counts(Severity severity) {
      return counts(
          vulnerabilities.stream().filter(found -> found.severity() == severity).toList());
    }

    private Counts counts(List<Vulnerability> counted) {
      int gone = count(counted, Presence.State.REMOVED);
      return new Counts(
          counted.size(),
          gone,
          count(counted, Presence.State.PARTIAL),
          counted.size() - gone,
          (int) unassessed.stream().map(Unassessed::component).distinct().count());
    }

    private static int count(List<Vulnerability> counted, Presence.State state) {
      return (int) counted.stream().filter(found -> found.state() == state).count();
    }
  }

  /**
   * A vulnerability that a package has by its version, and does not have by a document.
   *
   * @param status {@code not_affected} or {@code fixed}
   * @param note why, in one line, or ""
   */
  record NotAffected(
      String id,
      Severity severity,
      Component component,
      String document,
      String status,
      String note) {}

  /**
   * What an image's minifying did to its vulnerabilities.
   *
   * @param source in the source image
   * @param gone whose packages have no file left
   * @param reduced of the remaining, whose packages lost files, each of them
   * @param remaining in the minified image: {@code source - gone}
   * @param notAssessable packages, not vulnerabilities: how many these have is unknown
   */
  record Counts(int source, int gone, int reduced, int remaining, int notAssessable) {}

  /** As the other, of an image that no document names. */
  static Scan of(
      Collection<Component> components, Advisories advisories, Instant asOf, Duration mostAge) {
    return of(components, advisories, ScannedImage.UNKNOWN, asOf, mostAge);
  }

  /**
   * Matches packages with vulnerability data.
   *
   * @param components of the source image
   * @param advisories read for these components
   * @param image as documents name it
   * @param asOf the date of the scan, which the data's age is measured against
   * @param mostAge of an ecosystem's newest record; older data do not assess its packages
   */
  static Scan of(
      Collection<Component> components,
      Advisories advisories,
      ScannedImage image,
      Instant asOf,
      Duration mostAge) {
    if (advisories.isEmpty()) {
      return new NotAssessed(
          "There is no vulnerability data. Download some, as OSV records, and name the directory or"
              + " file in 'advisories'",
          List.of());
    }
    if (components.isEmpty()) {
      return new NotAssessed(
          "No package is known in the image, so nothing can be looked up. Keep the package"
              + " database in the source image",
          List.of());
    }
    Findings findings = new Findings();
    Matching matching = new Matching(advisories, findings, asOf, mostAge);
    components.stream().sorted().forEach(matching::add);
    findings.withoutKnownUpdates();
    new Stating(advisories.statements(), image, components).apply(findings);
    if (matching.assessed() == 0 && findings.isEmpty()) {
      return new NotAssessed(
          "None of the "
              + components.size()
              + " packages could be assessed: "
              + matching.unassessed().get(0).component().purl()
              + " "
              + matching.unassessed().get(0).reason()
              + ". Download newer or other data to 'advisories'",
          matching.unassessed());
    }
    return new Assessed(
        findings.vulnerabilities(),
        findings.notAffected(),
        matching.limits(),
        matching.unassessed());
  }
}
