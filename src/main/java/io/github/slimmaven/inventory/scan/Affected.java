package io.github.slimmaven.inventory.scan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which versions of a package a record is about (OSV schema, {@code affected}).
 *
 * @param ecosystem as {@code Debian:12} or {@code Maven}
 * @param name as the record spells it
 * @param ranges those of versions; commits are left out
 * @param versions each named, besides the ranges
 */
record Affected(
    String ecosystem, String name, Severity severity, List<Range> ranges, Set<String> versions) {
  /** What starts or ends a range. */
  enum Kind {
    INTRODUCED,
    FIXED,
    LAST_AFFECTED,
    LIMIT
  }

  /**
   * A point in the order of versions.
   *
   * @param version {@code 0} for "before any" where something is introduced, {@code *} for no limit
   */
  record Event(Kind kind, String version) {
    boolean isBeforeAll() {
      return kind == Kind.INTRODUCED && version.equals("0");
    }

    boolean isEndless() {
      return kind == Kind.LIMIT && version.equals("*");
    }
  }

  /**
   * Versions between events.
   *
   * @param semver whether they are ordered by semantic versioning, whatever the ecosystem
   */
  record Range(boolean semver, List<Event> events) {
    Range {
      events = List.copyOf(events);
    }

    private VersionOrder order(Ecosystem ecosystem) {
      return semver ? Ecosystem.NPM.order() : ecosystem.order();
    }

    /** The text in it that is no version, if there is one. */
    private Optional<String> unreadable(Ecosystem ecosystem, String version) {
      VersionOrder order = order(ecosystem);
      if (!order.isVersion(version)) {
        return Optional.of(version);
      }
      return events.stream()
          .filter(event -> !event.isBeforeAll() && !event.isEndless())
          .map(Event::version)
          .filter(text -> !order.isVersion(text))
          .findFirst();
    }

    /** OSV schema, "Evaluation". */
    private boolean has(Ecosystem ecosystem, String version) {
      VersionOrder order = order(ecosystem);
      List<Event> limits = events.stream().filter(event -> event.kind() == Kind.LIMIT).toList();
      boolean within =
          limits.isEmpty()
              || limits.stream()
                  .anyMatch(
                      limit -> limit.isEndless() || order.compare(version, limit.version()) < 0);
      boolean affected = false;
      for (Event event : sorted(order)) {
        int side = event.isBeforeAll() ? 1 : order.compare(version, event.version());
        switch (event.kind()) {
          case INTRODUCED -> affected |= side >= 0;
          case FIXED -> affected &= side < 0;
          case LAST_AFFECTED -> affected &= side <= 0;
          case LIMIT -> {}
        }
      }
      return within && affected;
    }

    /** At the same version, what is introduced there comes last. */
    private List<Event> sorted(VersionOrder order) {
      return events.stream()
          .filter(event -> event.kind() != Kind.LIMIT)
          .sorted(
              Comparator.comparing(Event::isBeforeAll)
                  .reversed()
                  .thenComparing(
                      (a, b) -> a.isBeforeAll() ? 0 : order.compare(a.version(), b.version()))
                  .thenComparing(event -> event.kind() == Kind.INTRODUCED))
          .toList();
    }
  }

  Affected {
    ranges = List.copyOf(ranges);
    versions = Set.copyOf(versions);
  }

  /** Whether a version is among them; compares only what can be compared. */
  boolean has(Ecosystem of, String version) {
    return versions.contains(version)
        || ranges.stream()
            .filter(range -> range.unreadable(of, version).isEmpty())
            .anyMatch(range -> range.has(of, version));
  }

  /** Why it may be that {@link #has} missed something, if it may. */
  Optional<String> doubt(Ecosystem of, String version) {
    if (ranges.isEmpty() && versions.isEmpty()) {
      return Optional.of("names no version");
    }
    return ranges.stream()
        .flatMap(range -> range.unreadable(of, version).stream())
        .findFirst()
        .map(text -> "compares with '" + text + "', which is no version of " + of.label());
  }

  /** The first version after this one in which it is fixed, if the ranges say so. */
  Optional<String> fixed(Ecosystem of, String version) {
    return ranges.stream()
        .filter(range -> range.unreadable(of, version).isEmpty())
        .filter(range -> range.has(of, version))
        .flatMap(
            range ->
                range.events().stream()
                    .filter(event -> event.kind() == Kind.FIXED)
                    .map(Event::version)
                    .filter(fix -> range.order(of).compare(fix, version) > 0)
                    .min(range.order(of))
                    .stream())
        .findFirst();
  }
}
