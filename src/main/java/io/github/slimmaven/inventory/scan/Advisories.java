package io.github.slimmaven.inventory.scan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Vulnerability data about the packages of an image. Of records about others only ecosystem and
 * date are remembered, so that the records of all ecosystems need no memory.
 */
public final class Advisories {
  /** No vulnerability data. */
  public static final Advisories NONE = new Advisories(Set.of());

  private final Set<Name> wanted;
  private final Map<Name, List<Advisory>> byName = new HashMap<>();
  private final List<Advisory> all = new ArrayList<>();
  private final List<Statement> statements = new ArrayList<>();
  private final Map<Kind, Integer> amounts = new EnumMap<>(Kind.class);
  private final Map<Kind, Map<String, Optional<Instant>>> newest = new EnumMap<>(Kind.class);

  private record Name(Ecosystem ecosystem, String name) {}

  /** What data are. */
  public enum Kind {
    OSV("OSV"),
    TRACKER("Debian security tracker"),
    INDEX("Packages index of a security suite"),
    OPENVEX("OpenVEX"),
    CYCLONEDX("CycloneDX");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** For people. */
    public String label() {
      return label;
    }

    /** As in reports. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What was read of a kind.
   *
   * @param records or statements
   * @param newest when one of an ecosystem was changed last, if that is known
   */
  public record Source(Kind kind, int records, Map<String, Optional<Instant>> newest) {}

  private Advisories(Set<Name> wanted) {
    this.wanted = wanted;
  }

  /** As {@link #read(List, Collection)}. */
  static Advisories read(Path path, Collection<Component> components) throws IOException {
    return read(List.of(path), components);
  }

  /**
   * Reads vulnerability data. What a file is, is told by its content: an OSV record, or a zip file
   * of them, as {@code https://storage.googleapis.com/osv-vulnerabilities} has one for each
   * ecosystem ({@code all.zip}); a {@code Packages} index of a Debian security suite, with its
   * {@code InRelease}, plain or compressed; the JSON of Debian's security tracker; OpenVEX;
   * CycloneDX in JSON.
   *
   * @param paths of files, or of directories: their {@code .json} and {@code .zip} files and
   *     indexes, at most 8 levels deep; indexes of other suites are left out
   * @param components to read the records about
   * @throws AdvisoryException if one of the files is none of these; no record is left out silently
   */
  public static Advisories read(List<Path> paths, Collection<Component> components)
      throws IOException {
    Set<Name> wanted = new HashSet<>();
    for (Component component : components) {
      Ecosystem.of(component).ifPresent(of -> wanted.add(new Name(of, of.name(component))));
    }
    Advisories advisories = new Advisories(wanted);
    AdvisoryFiles files = new AdvisoryFiles(advisories);
    for (Path path : paths) {
      files.read(path);
    }
    return advisories;
  }

  void add(Advisory advisory, Kind kind) {
    amounts.merge(kind, 1, Integer::sum);
    Map<String, Optional<Instant>> dates = newest.computeIfAbsent(kind, k -> new TreeMap<>());
    Set<Name> named = new HashSet<>();
    for (Affected affected : advisory.affected()) {
      if (affected.ecosystem().isEmpty()) {
        continue;
      }
      dates.merge(affected.ecosystem(), advisory.modified(), Advisories::later);
      for (Ecosystem ecosystem : Ecosystem.values()) {
        if (ecosystem.isBaseOf(affected.ecosystem())) {
          named.add(new Name(ecosystem, ecosystem.recorded(affected.name())));
        }
      }
    }
    named.retainAll(wanted);
    if (!advisory.withdrawn() && !named.isEmpty()) {
      all.add(advisory);
      named.forEach(name -> byName.computeIfAbsent(name, n -> new ArrayList<>()).add(advisory));
    }
  }

  void add(List<Statement> stated, Kind kind) {
    amounts.merge(kind, stated.size(), Integer::sum);
    statements.addAll(stated);
  }

  private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
    return Stream.concat(one.stream(), other.stream()).max(Instant::compareTo);
  }

  /** Those about a package, of any release of a distribution, in order of id. */
  List<Advisory> of(Ecosystem ecosystem, String name) {
    return byName.getOrDefault(new Name(ecosystem, name), List.of()).stream()
        .sorted(Comparator.comparing(Advisory::id))
        .toList();
  }

  /** All that are about a package of the image. */
  List<Advisory> all() {
    return all;
  }

  List<Statement> statements() {
    return statements;
  }

  boolean isEmpty() {
    return statements.isEmpty() && newest.values().stream().allMatch(Map::isEmpty);
  }

  /** What was read, by kind. */
  public List<Source> sources() {
    return amounts.entrySet().stream()
        .map(
            entry ->
                new Source(
                    entry.getKey(),
                    entry.getValue(),
                    newest.getOrDefault(entry.getKey(), Map.of())))
        .toList();
  }

  /** Whether there are records of an ecosystem, {@code Debian:12} or {@code Maven}. */
  boolean has(Ecosystem base, String ecosystem) {
    return Stream.of(Kind.values()).anyMatch(kind -> has(kind, base, ecosystem));
  }

  private boolean has(Kind kind, Ecosystem base, String ecosystem) {
    Map<String, Optional<Instant>> dates = newest.getOrDefault(kind, Map.of());
    return dates.containsKey(ecosystem) || dates.containsKey(base.label());
  }

  /** Whether nothing but an index is there, so that what has no fix is not seen. */
  boolean hasIndexOnly(Ecosystem base, String ecosystem) {
    return has(Kind.INDEX, base, ecosystem)
        && !has(Kind.OSV, base, ecosystem)
        && !has(Kind.TRACKER, base, ecosystem);
  }

  /**
   * When a record of an ecosystem, in any of its releases, was changed last; of the kind of data
   * that is behind the others, as new data of one kind do not make old ones of another new. Empty
   * if one kind does not tell.
   */
  Optional<Instant> newest(Ecosystem base) {
    List<Optional<Instant>> kinds =
        newest.values().stream()
            .map(dates -> dates.entrySet().stream().filter(e -> base.isBaseOf(e.getKey())).toList())
            .filter(dates -> !dates.isEmpty())
            .map(
                dates -> dates.stream().flatMap(e -> e.getValue().stream()).max(Instant::compareTo))
            .toList();
    return kinds.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : kinds.stream().map(Optional::get).min(Instant::compareTo);
  }
}
