package io.github.slimmaven.inventory;

/**
 * A package that owns files.
 *
 * @param type {@code deb}, {@code apk}, {@code rpm}, {@code maven}, {@code pypi} or {@code npm} as
 *     in package URLs (purl-spec, {@code PURL-TYPES}); {@code jar} for one of unknown coordinates,
 *     {@code jdk} for a Java runtime that no package manager installed
 * @param name as its manager has it; {@code group:artifact} for {@code maven}
 * @param version as its manager writes it, or "" if it is not known
 */
public record Owner(String type, String name, String version) {
  /** {@link #type} of what comes from a Maven repository. */
  public static final String MAVEN = "maven";

  private static final String JAR = "jar";

  /** Whether it is a jar, with or without known coordinates. */
  public boolean isArtifact() {
    return type.equals(MAVEN) || type.equals(JAR);
  }

  /** {@link #type} in a package URL. */
  String purlType() {
    return type.equals(JAR) || type.equals("jdk") ? "generic" : type;
  }

  /** The group of Maven coordinates, the scope of npm, the path to a Go module's last name. */
  String namespace() {
    int end = separator();
    return end < 0 ? "" : name.substring(0, end);
  }

  /** The name within {@link #namespace}. */
  String plainName() {
    return name.substring(separator() + 1);
  }

  private int separator() {
    return switch (type) {
      case MAVEN -> name.lastIndexOf(':');
      case "npm", "golang" -> name.lastIndexOf('/');
      default -> -1;
    };
  }

  /** {@code deb:libssl3@3.0.17}, {@code maven:com.google.guava:guava:33.4.8-jre}. */
  @Override
  public String toString() {
    String separator = type.equals(MAVEN) ? ":" : "@";
    return type + ":" + name + (version.isEmpty() ? "" : separator + version);
  }

  /**
   * The owner for Maven coordinates.
   *
   * @param coordinates {@code group:artifact:version}
   */
  static Owner maven(String coordinates) {
    int version = coordinates.lastIndexOf(':');
    return new Owner(MAVEN, coordinates.substring(0, version), coordinates.substring(version + 1));
  }

  static Owner jar(String name, String version) {
    return new Owner(JAR, name, version);
  }
}
