package io.github.slimmaven.keep;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.keep.InstalledPackage.Manager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What dpkg ({@code /var/lib/dpkg/info/*.list}, in distroless images {@code status.d}), apk ({@code
 * installed}, apk-package(5)) and rpm say they installed.
 *
 * @param packages in the order of the databases
 * @param unread paths of databases that are there, but of a form that is not read
 * @param corrupt why rpm's database could not be read, if it could not
 */
public record InstalledPackages(
    List<InstalledPackage> packages, List<String> unread, Optional<ImageException> corrupt) {
  /** Where dpkg's database is. */
  public static final String DPKG = "/var/lib/dpkg";

  /** Where apk's database may be. */
  public static final List<String> APK = List.of("/lib/apk/db", "/usr/lib/apk/db");

  /** Where rpm's database may be. */
  public static final List<String> RPM = RpmDatabase.DIRECTORIES;

  public InstalledPackages {
    packages = List.copyOf(packages);
    unread = List.copyOf(unread);
  }

  /** Reads the databases of an image. */
  public static InstalledPackages of(FileTree tree) throws IOException {
    Reading reading = new Reading(tree);
    new DpkgDatabase(tree).packages(reading::add);
    Set<String> databases = new LinkedHashSet<>(); // one may be a link to the other
    for (String database : APK) {
      tree.resolve(database + "/installed").target().map(Entry::path).ifPresent(databases::add);
    }
    for (String database : databases) {
      reading.apk(TextFile.lines(tree, database));
    }
    RpmDatabase rpm = new RpmDatabase(tree);
    Optional<ImageException> corrupt = Optional.empty();
    try {
      rpm.packages(
          found ->
              reading.add(
                  Manager.RPM,
                  found.name(),
                  ControlData.of(found.name(), found.version()),
                  found.files()));
    } catch (ImageException e) {
      corrupt = Optional.of(e);
    }
    return new InstalledPackages(reading.packages, rpm.unread(), corrupt);
  }

  /** Takes a package and the paths of its files, as a database has them. */
  interface Found {
    void add(Manager manager, String id, ControlData control, List<String> paths);
  }

  private static final class Reading {
    private final FileTree tree;
    private final List<InstalledPackage> packages = new ArrayList<>();
    private final Map<String, Optional<String>> directories = new HashMap<>();

    Reading(FileTree tree) {
      this.tree = tree;
    }

    void add(Manager manager, String id, ControlData control, List<String> paths) {
      List<Entry> files = paths.stream().distinct().flatMap(path -> file(path).stream()).toList();
      packages.add(
          new InstalledPackage(
              manager,
              id,
              control.name(),
              control.version(),
              control.source(),
              control.installed(),
              files));
    }

    private void apk(List<String> lines) {
      String name = "";
      String version = "";
      String origin = "";
      String directory = "";
      List<String> paths = new ArrayList<>();
      for (String line : lines) {
        String value = line.length() < 2 ? "" : line.substring(2);
        if (line.isEmpty()) {
          apk(name, version, origin, paths);
          name = "";
          version = "";
          origin = "";
          directory = "";
          paths = new ArrayList<>();
        } else if (line.startsWith("P:")) {
          name = value;
        } else if (line.startsWith("V:")) {
          version = value;
        } else if (line.startsWith("o:")) {
          origin = value;
        } else if (line.startsWith("F:")) {
          directory = value.isEmpty() || value.startsWith("/") ? value : "/" + value;
        } else if (line.startsWith("R:")) {
          paths.add((directory.equals("/") ? "" : directory) + "/" + value);
        }
      }
      apk(name, version, origin, paths);
    }

    private void apk(String name, String version, String origin, List<String> paths) {
      if (!name.isEmpty() || !paths.isEmpty()) {
        add(Manager.APK, name, new ControlData(name, "", version, origin, true), paths);
      }
    }

    /** Lists may name files by a path through links, as {@code /lib -> usr/lib}. */
    private Optional<Entry> file(String path) {
      if (!path.startsWith("/") || path.length() < 2) {
        return Optional.empty();
      }
      String name = path.substring(path.lastIndexOf('/'));
      return directories
          .computeIfAbsent(
              Selection.parent(path), parent -> tree.resolve(parent).target().map(Entry::path))
          .flatMap(real -> tree.get(real.equals("/") ? name : real + name));
    }
  }
}
