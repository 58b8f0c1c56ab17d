package io.github.slimmaven.inventory;

import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.inventory.scan.Component;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The packages of an image, and what a minified image has of them. */
public final class Components {
  private Components() {}

  /**
   * Reads the packages of an image. One that is installed in two places is there twice. What the
   * operating system's package manager installed is its package alone, as scanners have it: the
   * Python packages and jars in it are not named again.
   *
   * @param source the image, whose databases are read
   * @param slim what is left of it; if absent, all
   * @param dependencies file name of a jar to {@code group:artifact:version}, as Maven resolved it
   * @return in order of {@link Component#compareTo}
   * @throws IOException if the image cannot be read; a database that is corrupt has no packages
   */
  public static List<Component> of(
      FileTree source, Optional<FileTree> slim, Map<String, String> dependencies)
      throws IOException {
    return Inventory.of(source, dependencies).components(slim);
  }
}
