package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.inventory.scan.Component;
import io.github.slimmaven.keep.InstalledPackage;
import io.github.slimmaven.keep.InstalledPackages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is installed in an image.
 *
 * @param owners of its files
 * @param parts each package in each place
 */
public record Inventory(Owners owners, List<Part> parts) {
  public Inventory {
    parts = List.copyOf(parts);
  }

  /**
   * Reads an image. A database that is corrupt or of an unknown form has no packages.
   *
   * @param dependencies file name of a jar to {@code group:artifact:version}, as Maven resolved it
   */
  public static Inventory of(FileTree tree, Map<String, String> dependencies) throws IOException {
    List<InstalledPackage> installed = InstalledPackages.of(tree).packages();
    List<Part> system = system(tree, installed);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < installed.size(); i++) {
      if (installed.get(i).installed()) {
        parts.add(system.get(i));
      }
    }
    Owners owners = Owners.of(tree, dependencies, system, parts::add);
    return new Inventory(owners, parts);
  }

  /** The packages, as {@link Components#of} gives them. */
  public List<Component> components(Optional<FileTree> slim) {
    return parts.stream().map(part -> part.component(slim)).sorted().toList();
  }

  /** What the operating system's package manager installed, or left of it. */
  private static List<Part> system(FileTree tree, List<InstalledPackage> installed)
      throws IOException {
    OsRelease release = OsRelease.of(tree);
    Map<String, Long> links =
        installed.stream()
            .flatMap(found -> found.files().stream())
            .filter(Entry::isSymlink)
            .collect(Collectors.groupingBy(Entry::path, Collectors.counting()));
    List<Part> parts = new ArrayList<>();
    for (InstalledPackage found : installed) {
      TreeSet<String> files =
          found.files().stream()
              .filter(entry -> !entry.isDirectory())
              .filter(entry -> links.getOrDefault(entry.path(), 1L) == 1)
              .map(Entry::path)
              .collect(Collectors.toCollection(TreeSet::new));
      found.files().stream()
          .filter(Entry::isSymlink)
          .filter(link -> leads(tree, link, files))
          .forEach(link -> files.remove(link.path()));
      parts.add(
          new Part(
              new Owner(found.manager().label(), found.name(), found.version()),
              release,
              built(found),
              found.id(),
              files,
              Optional.empty()));
    }
    return parts;
  }

  /** A link to where its package has files is a directory to it, as {@code /lib -> usr/lib}. */
  private static boolean leads(FileTree tree, Entry link, TreeSet<String> files) {
    Optional<Entry> directory = tree.resolve(link.path()).target().filter(Entry::isDirectory);
    if (directory.isEmpty()) {
      return false;
    }
    String first = files.ceiling(directory.get().path() + "/");
    return first != null && first.startsWith(directory.get().path() + "/");
  }

  private static Optional<Component.Built> built(InstalledPackage found) {
    return found.source().isEmpty()
        ? Optional.empty()
        : Optional.of(Component.Built.ofDebian(found.source(), found.version()));
  }
}
