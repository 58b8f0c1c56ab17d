package io.github.slimmaven.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A Java installation of this machine that can link runtimes.
 *
 * @param home its directory
 * @param release its file {@code release}
 */
record Jdk(Path home, Release release) {
  private static final int MAX_RELEASE = 1 << 16;

  /** Where systems and tools put JDKs, each a directory of them. */
  private static final List<String> PLACES =
      List.of(
          "/usr/lib/jvm",
          "/usr/lib64/jvm",
          "/usr/java",
          "/opt/java",
          "/opt/jdks",
          "/opt/hostedtoolcache/Java_Temurin-Hotspot_jdk",
          "/Library/Java/JavaVirtualMachines",
          "~/.sdkman/candidates/java",
          "~/.jdks",
          "~/.m2/jdks",
          "~/.asdf/installs/java",
          "~/.local/share/mise/installs/java");

  /** Below such a directory the home of a JDK is one of these. */
  private static final List<String> BELOW = List.of("", "Contents/Home", "x64", "arm64");

  /**
   * The first with {@code jdk.jlink} of this feature version: of those given, else of the one that
   * runs Maven, {@code JAVA_HOME}, and the usual places.
   */
  static Optional<Jdk> find(int feature, List<Path> given) throws IOException {
    Set<Path> homes = new LinkedHashSet<>();
    homes.add(Path.of(System.getProperty("java.home")));
    String variable = System.getenv("JAVA_HOME");
    if (variable != null && !variable.isBlank()) {
      homes.add(Path.of(variable));
    }
    homes.addAll(given);
    for (String place : PLACES) {
      homes.addAll(in(Path.of(place.replaceFirst("^~", System.getProperty("user.home")))));
    }
    for (Path home : homes) {
      Optional<Jdk> jdk = at(home).filter(found -> found.links(feature));
      if (jdk.isPresent()) {
        return jdk;
      }
    }
    return Optional.empty();
  }

  private static List<Path> in(Path place) throws IOException {
    List<Path> homes = new ArrayList<>();
    if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(place)) {
        children.forEach(child -> BELOW.forEach(below -> homes.add(child.resolve(below))));
      }
      homes.sort(null);
    }
    return homes;
  }

  /** The installation in this directory, if there is one. */
  static Optional<Jdk> at(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin/java"))
        || !Files.isReadable(release)
        || Files.size(release) > MAX_RELEASE) {
      return Optional.empty();
    }
    return Optional.of(
        new Jdk(home, new Release(Files.readString(release, StandardCharsets.ISO_8859_1))));
  }

  /** Whether it links runtimes of this version: jlink refuses those of another one. */
  private boolean links(int feature) {
    return release.feature().equals(Optional.of(feature)) && release.lists("jdk.jlink");
  }

  Path java() {
    return home.resolve("bin/java");
  }
}
