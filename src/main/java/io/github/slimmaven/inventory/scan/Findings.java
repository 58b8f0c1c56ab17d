package io.github.slimmaven.inventory.scan;

import io.github.slimmaven.inventory.scan.Scan.NotAffected;
import io.github.slimmaven.inventory.scan.Vulnerability.Match;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is gathered of the vulnerabilities of an image. */
final class Findings {
  private final NavigableMap<String, Found> found = new TreeMap<>();
  private final List<NotAffected> notAffected = new ArrayList<>();

  private static final class Found {
    private final NavigableMap<Component, Match> matches = new TreeMap<>();
    private final NavigableSet<String> names = new TreeSet<>();
    private Severity severity = Severity.UNKNOWN;
    private String summary = "";
    private boolean update;
  }

  /**
   * Adds a package that has a vulnerability.
   *
   * @param names other ids of the same vulnerability, and of no other
   * @param record the id of the record that says so
   * @param fixed in which version
   */
  void add(
      String id,
      Set<String> names,
      Component component,
      Advisory record,
      Severity severity,
      Optional<String> fixed) {
    Found of = found.computeIfAbsent(id, i -> new Found());
    of.names.add(id);
    of.names.addAll(names);
    of.severity = of.severity.or(severity);
    of.update = record.update();
    if (of.summary.isEmpty()) {
      of.summary = record.summary();
    }
    NavigableSet<String> records = new TreeSet<>(List.of(record.id()));
    of.matches.merge(
        component,
        new Match(component, records, fixed),
        (old, more) -> {
          records.addAll(old.records());
          return new Match(component, records, old.fixed().or(more::fixed));
        });
  }

  /** Those that have one of these names. */
  List<String> known(Statement statement) {
    return found.entrySet().stream()
        .filter(entry -> statement.ids().stream().anyMatch(entry.getValue().names::contains))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The packages that have it. */
  Set<Component> components(String id) {
    return Set.copyOf(found.get(id).matches.keySet());
  }

  /** Takes a package for one that does not have it. */
  void clear(String id, Component component, Statement statement) {
    Found of = found.get(id);
    if (of.matches.remove(component) != null) {
      notAffected.add(
          new NotAffected(
              id,
              of.severity,
              component,
              statement.document(),
              statement.status().label(),
              statement.note()));
    }
  }

  /**
   * Forgets of a package that a later version is there, where a vulnerability is named that is
   * fixed in that version or after it.
   */
  void withoutKnownUpdates() {
    VersionOrder order = Ecosystem.DEBIAN.order();
    NavigableMap<Component, String> fixes = new TreeMap<>();
    found.values().stream()
        .filter(of -> !of.update)
        .flatMap(of -> of.matches.values().stream())
        .filter(match -> match.fixed().filter(order::isVersion).isPresent())
        .forEach(
            match ->
                fixes.merge(
                    match.component(),
                    match.fixed().get(),
                    (a, b) -> order.compare(a, b) < 0 ? b : a));
    found.values().stream()
        .filter(of -> of.update)
        .forEach(
            of ->
                of.matches
                    .values()
                    .removeIf(
                        match ->
                            fixes.containsKey(match.component())
                                && order.compare(
                                        fixes.get(match.component()), match.fixed().orElseThrow())
                                    >= 0));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<NotAffected> notAffected() {
    return notAffected.stream()
        .sorted(
            Comparator.comparing(NotAffected::id)
                .thenComparing(NotAffected::component)
                .thenComparing(NotAffected::document))
        .toList();
  }

  List<Vulnerability> vulnerabilities() {
    List<Vulnerability> vulnerabilities = new ArrayList<>();
    found.forEach(
        (id, of) -> {
          if (!of.matches.isEmpty()) {
            vulnerabilities.add(
                new Vulnerability(
                    id, of.severity, of.summary, of.update, List.copyOf(of.matches.values())));
          }
        });
    return vulnerabilities;
  }
}
