package io.github.slimmaven.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The main attributes of a jar's manifest (JAR file specification). */
final class JarManifest {
  private final Attributes attributes;

  private JarManifest(Attributes attributes) {
    this.attributes = attributes;
  }

  /**
   * @throws SourceException if it is no jar
   */
  static JarManifest of(Path jar) throws SourceException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return of(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new SourceException(
          "'" + jar + "' is no readable jar: " + e.getMessage() + ". Package the project again.",
          e);
    }
  }

  static JarManifest of(JarFile jar) throws IOException {
    Manifest manifest = jar.getManifest();
    return new JarManifest(manifest == null ? new Attributes() : manifest.getMainAttributes());
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(attributes.getValue(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** Relative URLs, in order. */
  List<String> classPath() {
    return get("Class-Path").stream().flatMap(v -> Arrays.stream(v.split("\\s+"))).toList();
  }
}
