package io.github.slimmaven.report;

import io.github.slimmaven.inventory.scan.Advisories;
import io.github.slimmaven.inventory.scan.Component;
import io.github.slimmaven.inventory.scan.Presence;
import io.github.slimmaven.inventory.scan.Scan;
import io.github.slimmaven.inventory.scan.Severity;
import io.github.slimmaven.inventory.scan.Vulnerability;
import io.github.slimmaven.report.Security.Counts;
import io.github.slimmaven.report.Security.Finding;
import io.github.slimmaven.report.Security.Match;
import io.github.slimmaven.report.Security.Naive;
import io.github.slimmaven.report.Security.PackageFindings;
import io.github.slimmaven.report.Security.Source;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Turns a scan into what a report has of it: bounded, in an order that says the worst first. */
public final class SecurityAssembly {
  private static final Set<Advisories.Kind> RATED =
      EnumSet.of(Advisories.Kind.OSV, Advisories.Kind.TRACKER, Advisories.Kind.CYCLONEDX);

  private SecurityAssembly() {}

  /**
   * The record of a scan.
   *
   * @param packages of the source image
   * @param naive the scan of the minified image alone and the number of its packages; empty if none
   *     was made
   */
  public static Security of(
      Scan scan, int packages, Optional<Naive> naive, List<Advisories.Source> sources) {
    if (scan instanceof Scan.NotAssessed none) {
      return new Security(
          false,
          Optional.of(none.reason()),
          Map.of(),
          packages,
          List.of(),
          0,
          List.of(),
          List.of(),
          0,
          notAssessed(scan),
          Optional.empty(),
          false,
          sources(sources),
          List.of());
    }
    Scan.Assessed assessed = (Scan.Assessed) scan;
    List<Vulnerability> all = assessed.vulnerabilities();
    return new Security(
        true,
        Optional.empty(),
        counts(assessed),
        packages,
        all.stream()
            .sorted(
                Comparator.comparing((Vulnerability v) -> v.state() == Presence.State.REMOVED)
                    .thenComparing(Vulnerability::severity, Comparator.reverseOrder())
                    .thenComparing(Vulnerability::id))
            .limit(Security.MOST)
            .map(SecurityAssembly::finding)
            .toList(),
        Math.max(0, all.size() - Security.MOST),
        byPackage(all),
        assessed.notAffected().stream()
            .limit(Security.MOST)
            .map(
                cleared ->
                    new Security.NotAffected(
                        cleared.id(),
                        cleared.severity().label(),
                        cleared.component().purl(),
                        cleared.document(),
                        cleared.status(),
                        cleared.note()))
            .toList(),
        Math.max(0, assessed.notAffected().size() - Security.MOST),
        notAssessed(scan),
        naive,
        sources.stream().anyMatch(source -> RATED.contains(source.kind())),
        sources(sources),
        assessed.limits());
  }

  /**
   * What a scanner would say of the minified image.
   *
   * @param whole the scan of the source image, with what is left of it
   * @param seen the scan of the minified image by its own databases
   * @param packages that these have
   */
  public static Optional<Naive> naive(Scan whole, Scan seen, int packages) {
    if (!(whole instanceof Scan.Assessed assessed)) {
      return Optional.empty();
    }
    List<Vulnerability> named =
        seen instanceof Scan.Assessed found ? found.vulnerabilities() : List.of();
    Set<String> ids = named.stream().map(Vulnerability::id).collect(Collectors.toSet());
    Map<String, Integer> numbers = new LinkedHashMap<>();
    numbers.put(Security.ALL, named.size());
    for (Severity severity : worstFirst()) {
      numbers.put(
          severity.label(), (int) named.stream().filter(v -> v.severity() == severity).count());
    }
    long unseen =
        assessed.vulnerabilities().stream()
            .filter(v -> v.state() != Presence.State.REMOVED && !ids.contains(v.id()))
            .count();
    return Optional.of(new Naive(packages, numbers, (int) unseen));
  }

  private static List<Severity> worstFirst() {
    return EnumSet.allOf(Severity.class).stream().sorted(Comparator.reverseOrder()).toList();
  }

  private static Map<String, Counts> counts(Scan.Assessed scan) {
    Map<String, Counts> counts = new LinkedHashMap<>();
    counts.put(Security.ALL, counts(scan.counts()));
    worstFirst().forEach(severity -> counts.put(severity.label(), counts(scan.counts(severity))));
    return counts;
  }

  private static Counts counts(Scan.Counts of) {
    return new Counts(of.source(), of.gone(), of.reduced(), of.remaining(), of.notAssessable());
  }

  private static Finding finding(Vulnerability found) {
    return new Finding(
        found.id(),
        found.severity().label(),
        found.state().label(),
        found.summary(),
        found.update(),
        found.matches().stream().limit(Security.MOST).map(SecurityAssembly::match).toList());
  }

  private static Match match(Vulnerability.Match match) {
    Presence presence = match.component().presence();
    return new Match(
        match.component().purl(),
        presence.state().label(),
        presence.kept(),
        presence.files(),
        match.fixed(),
        List.copyOf(match.records()));
  }

  private static List<PackageFindings> byPackage(List<Vulnerability> all) {
    Map<Component, Integer> numbers = new TreeMap<>();
    all.stream()
        .flatMap(found -> found.matches().stream())
        .forEach(match -> numbers.merge(match.component(), 1, Integer::sum));
    return numbers.entrySet().stream()
        .sorted(
            Comparator.comparing(
                    (Map.Entry<Component, Integer> e) ->
                        e.getKey().presence().state() == Presence.State.REMOVED)
                .thenComparing(Map.Entry::getValue, Comparator.reverseOrder()))
        .limit(Security.MOST)
        .map(
            entry -> {
              Presence presence = entry.getKey().presence();
              return new PackageFindings(
                  entry.getKey().purl(),
                  presence.state().label(),
                  presence.kept(),
                  presence.files(),
                  entry.getValue());
            })
        .toList();
  }

  private static List<Security.NotAssessed> notAssessed(Scan scan) {
    return scan.unassessed().stream()
        .limit(Security.MOST)
        .map(missed -> new Security.NotAssessed(missed.component().purl(), missed.reason()))
        .toList();
  }

  private static List<Source> sources(List<Advisories.Source> sources) {
    return sources.stream()
        .map(
            source -> {
              Map<String, String> newest = new LinkedHashMap<>();
              source.newest().entrySet().stream()
                  .filter(entry -> entry.getValue().isPresent())
                  .limit(Security.MOST)
                  .forEach(entry -> newest.put(entry.getKey(), entry.getValue().get().toString()));
              return new Source(
                  source.kind().id(), source.kind().label(), source.records(), newest);
            })
        .toList();
  }
}
