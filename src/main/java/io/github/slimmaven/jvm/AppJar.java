package io.github.slimmaven.jvm;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a jar of an app has and what it names; class names are internal, as {@code org/h2/Driver}.
 */
final class AppJar {
  private final String path;
  private final Set<String> classes = new HashSet<>();
  private final Set<String> services = new TreeSet<>();
  private final Set<String> resources = new TreeSet<>();
  private final Set<String> names = new HashSet<>();
  private long bytes;
  private Optional<String> coordinates = Optional.empty();

  AppJar(String path) {
    this.path = path;
  }

  /** {@code /app/libs/h2.jar}, or in another one {@code /app/app.jar!BOOT-INF/lib/h2.jar}. */
  String path() {
    return path;
  }

  /** What it takes where it lies. */
  long bytes() {
    return bytes;
  }

  void bytes(long taken) {
    bytes = taken;
  }

  /** {@code group:artifact:version} of the project that it was made of, if it says so. */
  Optional<String> coordinates() {
    return coordinates;
  }

  void coordinates(String found) {
    coordinates = Optional.of(found);
  }

  Set<String> classes() {
    return classes;
  }

  /** The services that it provides, with slashes. */
  Set<String> services() {
    return services;
  }

  /** Its files in {@code META-INF} by which frameworks find it, as {@code spring.factories}. */
  Set<String> resources() {
    return resources;
  }

  /** Classes and packages, and files in {@code META-INF}. */
  Set<String> names() {
    return names;
  }

  String fileName() {
    return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1);
  }
}
