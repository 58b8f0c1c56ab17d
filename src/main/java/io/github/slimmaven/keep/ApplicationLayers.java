package io.github.slimmaven.keep;

import io.github.slimmaven.image.BuildStep;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.ImageConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the layers of the app in an image whose base is not known. What a minified image has of a
 * layer is found again in it, so that minifying it once more changes nothing.
 */
public final class ApplicationLayers {
  /** Layers of which no step is known hold the app if they have at most so many bytes together. */
  static final long SMALL = 64 << 20;

  private static final List<String> RELEASES = List.of("/etc/os-release", "/usr/lib/os-release");

  private ApplicationLayers() {}

  /**
   * Finds them by the history: the layers that a builder of applications put on its base; and what
   * a Dockerfile copied, above the base of such a builder, if there is one. Where there is neither,
   * the layers above the operating system that are no {@code RUN} steps, if they are small.
   *
   * @return indexes, 0 = lowest; none of a layer that holds the operating system or its packages
   */
  public static Set<Integer> of(ImageConfig config, FileTree tree) {
    List<BuildStep> steps = BuildStep.ofLayers(config);
    Set<Integer> system = system(tree);
    int base = Math.max(0, steps.indexOf(BuildStep.APPLICATION));
    Set<Integer> copied = new TreeSet<>();
    Set<Integer> unknown = new TreeSet<>();
    int first = system.stream().mapToInt(layer -> layer + 1).max().orElse(1);
    for (int i = base; i < steps.size(); i++) {
      BuildStep step = steps.get(i);
      if (step == BuildStep.APPLICATION || step == BuildStep.COPY) {
        copied.add(i);
      } else if (step == BuildStep.UNKNOWN && i >= first) {
        unknown.add(i);
      }
    }
    copied.removeAll(system);
    if (!copied.isEmpty()) {
      return copied;
    }
    return bytes(tree, unknown) <= SMALL ? unknown : Set.of();
  }

  /** The layers that hold an operating system: its release, a package database, or a shell. */
  static Set<Integer> system(FileTree tree) {
    Set<Integer> layers = new HashSet<>();
    for (String release : RELEASES) {
      tree.resolve(release).target().ifPresent(entry -> layers.add(entry.layer()));
    }
    for (String database : PackageRule.DATABASES) {
      files(tree, database, layers);
    }
    Optional<Entry> shell = tree.resolve("/bin/sh").target();
    Optional<Entry> accounts = tree.resolve("/etc/passwd").target();
    if (shell.isPresent()
        && accounts.isPresent()
        && shell.get().layer() == accounts.get().layer()) {
      layers.add(shell.get().layer());
    }
    return layers;
  }

  private static void files(FileTree tree, String directory, Set<Integer> layers) {
    for (Entry entry : tree.children(directory)) {
      if (entry.isDirectory()) {
        files(tree, entry.path(), layers);
      } else {
        layers.add(entry.layer());
      }
    }
  }

  private static long bytes(FileTree tree, Set<Integer> layers) {
    return layers.isEmpty()
        ? 0
        : tree.entries().stream()
            .filter(entry -> layers.contains(entry.layer()))
            .mapToLong(Entry::size)
            .sum();
  }
}
