package io.github.slimmaven.inventory.scan;

import io.github.slimmaven.inventory.scan.Scan.Unassessed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the records that are about the packages of an image. */
final class Matching {
  private final Advisories advisories;
  private final Instant asOf;
  private final Duration mostAge;
  private final Identities identities;
  private final List<Unassessed> unassessed = new ArrayList<>();
  private final NavigableSet<String> limits = new TreeSet<>();
  private final Findings findings;
  private int assessed;

  Matching(Advisories advisories, Findings findings, Instant asOf, Duration mostAge) {
    this.advisories = advisories;
    this.findings = findings;
    this.asOf = asOf;
    this.mostAge = mostAge;
    this.identities = new Identities(advisories.all());
  }

  void add(Component component) {
    Optional<Ecosystem> ecosystem = Ecosystem.of(component);
    Optional<String> obstacle =
        ecosystem.isEmpty()
            ? Optional.of("is of a kind ('" + kind(component) + "') whose records are not read")
            : obstacle(ecosystem.get(), component);
    if (obstacle.isPresent()) {
      unassessed.add(new Unassessed(component, obstacle.get()));
    } else {
      assessed++;
      String release = ecosystem.get().of(component.release());
      if (advisories.hasIndexOnly(ecosystem.get(), release)) {
        limits.add(
            "Packages of '"
                + release
                + "' were only held against the index of a security suite: what has no fix yet is"
                + " not seen, and no severity is known");
      }
      match(ecosystem.get(), component);
    }
  }

  private static String kind(Component component) {
    return component.namespace().isEmpty() || component.release().isEmpty()
        ? component.type()
        : component.type() + " of " + component.namespace();
  }

  /** Why no record can be looked up. */
  private Optional<String> obstacle(Ecosystem ecosystem, Component component) {
    String version = ecosystem.version(component);
    if (version.isEmpty()) {
      return Optional.of("has no known version");
    }
    if (!ecosystem.order().isVersion(version)) {
      return Optional.of("has '" + version + "', which is no version of " + ecosystem.label());
    }
    if (ecosystem.hasReleases() && component.release().isEmpty()) {
      return Optional.of("is of an unknown release of " + ecosystem.label());
    }
    String named = ecosystem.of(component.release());
    if (!advisories.has(ecosystem, named)) {
      return Optional.of("is of '" + named + "', of which there are no records");
    }
    Optional<Instant> newest = advisories.newest(ecosystem);
    if (newest.isEmpty()) {
      return Optional.of("has records of '" + ecosystem.label() + "' that are of no known date");
    }
    Duration age = Duration.between(newest.get(), asOf);
    return age.compareTo(mostAge) > 0
        ? Optional.of(
            "has records of '"
                + ecosystem.label()
                + "' that are "
                + age.toDays()
                + " days old, but expected maximum is "
                + mostAge.toDays())
        : Optional.empty();
  }

  private void match(Ecosystem ecosystem, Component component) {
    String version = ecosystem.version(component);
    String name = ecosystem.name(component);
    for (Advisory advisory : advisories.of(ecosystem, name)) {
      boolean matched = false;
      Optional<String> doubt = Optional.empty();
      for (Affected affected : advisory.affected()) {
        if (!isAbout(affected, ecosystem, component, name)) {
          continue;
        }
        if (affected.has(ecosystem, version)) {
          matched = true;
          Severity rated =
              affected.severity() == Severity.UNKNOWN ? advisory.severity() : affected.severity();
          Optional<String> fixed = affected.fixed(ecosystem, version);
          NavigableSet<String> ids = identities.of(advisory);
          Set<String> names = names(ids, advisory);
          ids.forEach(id -> findings.add(id, names, component, advisory, rated, fixed));
        } else {
          doubt = doubt.or(() -> affected.doubt(ecosystem, version));
        }
      }
      if (!matched && doubt.isPresent()) {
        unassessed.add(
            new Unassessed(component, "may have '" + advisory.id() + "', which " + doubt.get()));
      }
    }
  }

  /** A record of many vulnerabilities is no other name of one of them. */
  private static Set<String> names(Set<String> ids, Advisory advisory) {
    Set<String> names = new TreeSet<>();
    if (ids.size() == 1) {
      names.add(advisory.id());
      names.addAll(advisory.others());
    }
    return names;
  }

  private static boolean isAbout(
      Affected affected, Ecosystem ecosystem, Component component, String name) {
    boolean here =
        affected.ecosystem().equals(ecosystem.label())
            || affected.ecosystem().equals(ecosystem.of(component.release()));
    return here && ecosystem.recorded(affected.name()).equals(name);
  }

  /** Packages without an obstacle. */
  int assessed() {
    return assessed;
  }

  List<Unassessed> unassessed() {
    return unassessed;
  }

  /** Sentences that say what the data cannot show. */
  List<String> limits() {
    return List.copyOf(limits);
  }
}
