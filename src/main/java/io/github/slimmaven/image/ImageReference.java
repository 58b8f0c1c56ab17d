package io.github.slimmaven.image;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** Where an image comes from or goes to, in the words of Jib. */
public sealed interface ImageReference {

  /** An image in a registry: {@code [host[:port]/]name[:tag][@digest]}. */
  record Registry(String name) implements ImageReference {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An image in the Docker engine: {@code docker://NAME}. */
  record Daemon(String name) implements ImageReference {
    @Override
    public String toString() {
      return "docker://" + name;
    }
  }

  /** A docker archive, the output of {@code docker save}: {@code tar://PATH}. */
  record Archive(Path path) implements ImageReference {
    @Override
    public String toString() {
      return "tar://" + path;
    }
  }

  /** An OCI image layout directory: {@code oci://DIR}. */
  record Layout(Path directory) implements ImageReference {
    @Override
    public String toString() {
      return "oci://" + directory;
    }
  }

  /** The Java runtime of this host as a base image: {@code host://[JAVA_HOME]}. */
  record Host(String javaHome) implements ImageReference {
    @Override
    public String toString() {
      return "host://" + javaHome;
    }
  }

  /** The legal forms, for error messages. */
  String FORMS =
      "'[HOST[:PORT]/]NAME[:TAG|@DIGEST]' (a registry), 'docker://NAME', 'tar://PATH' or 'oci://DIR'"
          + " (a base image may also be 'host://[JAVA_HOME]')";

  /** The grammar of distribution's reference package, without the digest's algorithm variants. */
  Pattern NAME =
      Pattern.compile(
          "(?:[A-Za-z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
              + "(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
              + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@sha256:[0-9a-f]{64})?");

  /**
   * What an image made from this one is called, without tag and digest: the name itself, or the
   * file name of an archive or layout in lower case.
   */
  default String repository() {
    if (this instanceof Registry registry) {
      return withoutTag(registry.name());
    }
    if (this instanceof Daemon daemon) {
      return withoutTag(daemon.name());
    }
    if (this instanceof Host) {
      return "host";
    }
    Path path = this instanceof Archive archive ? archive.path() : ((Layout) this).directory();
    String file = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    String name = file.replaceAll("\\.(tar|tgz|tar\\.gz)$", "").replaceAll("[^a-z0-9]+", "-");
    return name.replaceAll("^-+|-+$", "").isEmpty() ? "image" : name.replaceAll("^-+|-+$", "");
  }

  private static String withoutTag(String name) {
    String untagged = name.replaceFirst("@.*$", "");
    int colon = untagged.lastIndexOf(':');
    return colon > untagged.lastIndexOf('/') ? untagged.substring(0, colon) : untagged;
  }

  /**
   * Parses a reference.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  static ImageReference of(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      return new Registry(name(text, text));
    }
    String rest = text.substring(scheme + 3);
    return switch (text.substring(0, scheme).toLowerCase(Locale.ROOT)) {
      case "docker" -> new Daemon(name(rest, text));
      case "tar" -> new Archive(path(rest, text));
      case "oci" -> new Layout(path(rest, text));
      case "host" -> new Host(rest);
      case "registry" -> new Registry(name(rest, text));
      default -> throw illegal(text);
    };
  }

  private static String name(String name, String text) {
    if (!NAME.matcher(name).matches()) {
      throw illegal(text);
    }
    return name;
  }

  private static Path path(String path, String text) {
    if (path.isEmpty() || path.indexOf('\0') >= 0) {
      throw illegal(text);
    }
    return Path.of(path);
  }

  private static IllegalArgumentException illegal(String text) {
    return new IllegalArgumentException("'" + text + "' is no image reference: expected " + FORMS);
  }
}
