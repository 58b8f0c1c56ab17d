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
 * @param parts each package in each place
 */
record Inventory(List<Part> parts) {
  Inventory {
    parts = List.copyOf(parts);
  }

  /** Reads an image. */
  static Inventory of(FileTree tree, Map<String, String> dependencies) throws IOException {
    return new Inventory(system(tree));
  }

  /** What the operating system's package manager installed. */
  private static List<Part> system(FileTree tree) throws IOException {
    OsRelease release = OsRelease.of(tree);
    List<Part> parts = new ArrayList<>();
    for (InstalledPackage found : InstalledPackages.of(tree).packages()) {
      if (found.installed()) {
        parts.add(
            new Part(
                new Owner(found.manager().label(), found.name(), found.version()),
                release,
                built(found),
                found.id(),
                found.files().stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(Entry::path)
                    .collect(Collectors.toCollection(TreeSet::new)),
                Optional.empty()));
      }
    }
    return parts;
  }

  private static Optional<Component.Built> built(InstalledPackage found) {
    if (found.source().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Component.Built.ofDebian(found.source(), found.version()));
  }

  List<Component> components(Optional<FileTree> slim) {
    return parts.stream().map(part -> part.component(slim)).sorted().toList();
  }
}
