package io.github.slimmaven.source;

import io.github.slimmaven.image.ImageReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An application to be put on a base image.
 *
 * @param from the base image
 * @param jar an executable jar to run instead of the project's own classes
 * @param artifact what the project was packaged to; looked at for its manifest, and taken as a
 *     whole if it is a Spring Boot archive
 * @param classes the directory of the project's classes and resources
 * @param dependencies the run-time class path behind the classes, in its order
 * @param extraDirectories copied into the image above the application
 * @param container how it is run
 * @param packaged whether classes and resources are put into jars, as archives for class-data
 *     sharing of applications need it, instead of a file each
 */
public record BuildRequest(
    ImageReference from,
    Optional<Path> jar,
    Optional<Path> artifact,
    Optional<Path> classes,
    List<Dependency> dependencies,
    List<ExtraDirectory> extraDirectories,
    ContainerSettings container,
    boolean packaged) {

  public BuildRequest {
    dependencies = List.copyOf(dependencies);
    extraDirectories = List.copyOf(extraDirectories);
  }

  /** A request for classes and resources that are a file each. */
  public BuildRequest(
      ImageReference from,
      Optional<Path> jar,
      Optional<Path> artifact,
      Optional<Path> classes,
      List<Dependency> dependencies,
      List<ExtraDirectory> extraDirectories,
      ContainerSettings container) {
    this(from, jar, artifact, classes, dependencies, extraDirectories, container, false);
  }

  /** The artifact, if it is a jar or war and there. */
  Optional<Path> archive() {
    return artifact
        .filter(file -> file.toString().endsWith(".jar") || file.toString().endsWith(".war"))
        .filter(Files::isRegularFile);
  }

  /** How often a dependency changes, and with that the layer that it belongs to. */
  public enum Stability {
    RELEASE,
    SNAPSHOT,
    /** Built by the same Maven run. */
    PROJECT
  }

  /**
   * A jar of the class path.
   *
   * @param file where it is
   * @param name its file name in the image, as in {@code jsoup-1.24.1.jar}
   */
  public record Dependency(Path file, String name, Stability stability) {}

  /**
   * Files to be copied.
   *
   * @param from a directory; one that does not exist is as an empty one
   * @param into absolute path in the image
   * @param permissions octal mode by glob over the absolute path in the image; what no glob matches
   *     gets 644, directories 755. The first match wins.
   */
  public record ExtraDirectory(Path from, String into, Map<String, String> permissions) {}
}
