package io.github.slimmaven.inventory.scan;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * OSV records about the packages of an image. Of the others only ecosystem and date are remembered,
 * so that the records of all ecosystems need no memory.
 */
public final class Advisories {
  /** No vulnerability data. */
  public static final Advisories NONE = new Advisories(Set.of());

  /** Bytes; the largest of OSV's are below 4 MB. */
  private static final int MOST_RECORD = 32 << 20;

  /** Bytes, unpacked; all of OSV's are below 8 GB. */
  private static final long MOST_RECORDS = 64L << 30;

  private static final int DEEPEST = 8;
  private static final String AGAIN = "Download the vulnerability data again";

  private final Set<Name> wanted;
  private final Map<Name, List<Advisory>> byName = new HashMap<>();
  private final List<Advisory> all = new ArrayList<>();
  private final Map<String, Optional<Instant>> newest = new TreeMap<>();
  private long left = MOST_RECORDS;

  private record Name(Ecosystem ecosystem, String name) {}

  private Advisories(Set<Name> wanted) {
    this.wanted = wanted;
  }

  /**
   * Reads vulnerability data.
   *
   * @param path of a directory of {@code .json} and {@code .zip} files, at most 8 levels deep, of
   *     one of these files, as {@code https://storage.googleapis.com/osv-vulnerabilities} has them
   *     for each ecosystem ({@code all.zip})
   * @param components to read the records about
   * @throws AdvisoryException if one of the files is no OSV record; no record is left out silently
   */
  public static Advisories read(Path path, Collection<Component> components) throws IOException {
    Set<Name> wanted = new HashSet<>();
    for (Component component : components) {
      Ecosystem.of(component).ifPresent(of -> wanted.add(new Name(of, of.name(component))));
    }
    Advisories advisories = new Advisories(wanted);
    if (Files.isDirectory(path)) {
      List<Path> files;
      try (Stream<Path> walk = Files.walk(path, DEEPEST)) {
        files = walk.filter(Advisories::isRead).sorted().toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
      for (Path file : files) {
        advisories.file(file);
      }
    } else if (Files.isRegularFile(path)) {
      advisories.file(path);
    } else {
      throw new AdvisoryException(
          "'" + path + "' does not exist. Name a directory or a zip file of OSV records");
    }
    return advisories;
  }

  private static boolean isRead(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && (file.toString().endsWith(".json") || file.toString().endsWith(".zip"));
  }

  private void file(Path file) throws IOException {
    if (file.toString().endsWith(".zip")) {
      zip(file);
    } else {
      try (InputStream stream = Files.newInputStream(file)) {
        add(stream, file.toString());
      }
    }
  }

  private void zip(Path file) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Iterator<? extends ZipEntry> it = zip.entries().asIterator(); it.hasNext(); ) {
        ZipEntry entry = it.next();
        if (!entry.isDirectory() && entry.getName().endsWith(".json")) {
          try (InputStream stream = zip.getInputStream(entry)) {
            add(stream, file + "!" + entry.getName());
          }
        }
      }
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw new AdvisoryException("'" + file + "' is no valid zip file. " + AGAIN, e);
    }
  }

  private void add(InputStream stream, String from) throws IOException {
    byte[] json = stream.readNBytes(MOST_RECORD + 1);
    left -= json.length;
    if (json.length > MOST_RECORD || left < 0) {
      String size = left < 0 ? "all records have more than 64 GiB" : "it has more than 32 MiB";
      throw new AdvisoryException("'" + from + "' is too large: " + size + ". " + AGAIN);
    }
    Advisory advisory = AdvisoryReader.read(json, from);
    Set<Name> named = new HashSet<>();
    for (Affected affected : advisory.affected()) {
      if (affected.ecosystem().isEmpty()) {
        continue;
      }
      newest.merge(affected.ecosystem(), advisory.modified(), Advisories::later);
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

  boolean isEmpty() {
    return newest.isEmpty();
  }

  /** Whether there are records of an ecosystem, {@code Debian:12} or {@code Maven}. */
  boolean has(Ecosystem base, String ecosystem) {
    return newest.containsKey(ecosystem) || newest.containsKey(base.label());
  }

  /** When a record of an ecosystem, in any of its releases, was changed last. */
  Optional<Instant> newest(Ecosystem base) {
    return newest.entrySet().stream()
        .filter(entry -> base.isBaseOf(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .max(Instant::compareTo);
  }
}
