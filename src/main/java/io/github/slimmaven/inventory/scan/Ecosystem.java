package io.github.slimmaven.inventory.scan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where packages come from, as OSV calls it (OSV schema, "Defined ecosystems"), and what its
 * records name there.
 */
enum Ecosystem {
  DEBIAN("Debian", "deb", "debian"),
  ALPINE("Alpine", "apk", "alpine"),
  ALMA_LINUX("AlmaLinux", "rpm", "almalinux"),
  MAVEN("Maven", "maven", ""),
  PYPI("PyPI", "pypi", ""),
  NPM("npm", "npm", "");

  private static final Pattern MAJOR_MINOR = Pattern.compile("(\\d+\\.\\d+).*");

  private final String label;
  private final String type;
  private final String distribution;

  Ecosystem(String label, String type, String distribution) {
    this.label = label;
    this.type = type;
    this.distribution = distribution;
  }

  /** That of a component; empty if its records are not read. */
  static Optional<Ecosystem> of(Component component) {
    return List.of(values()).stream()
        .filter(ecosystem -> ecosystem.type.equals(component.type()))
        .filter(
            ecosystem ->
                ecosystem.distribution.isEmpty()
                    || ecosystem.distribution.equals(component.namespace()))
        .findFirst();
  }

  /** Whether a record's {@code ecosystem} is this one, of any release. */
  boolean isBaseOf(String ecosystem) {
    return ecosystem.equals(label) || ecosystem.startsWith(label + ":");
  }

  String label() {
    return label;
  }

  VersionOrder order() {
    return switch (this) {
      case DEBIAN -> new DpkgOrder();
      case ALPINE -> new ApkOrder();
      case ALMA_LINUX -> new RpmOrder();
      case MAVEN -> new MavenOrder();
      case PYPI -> new Pep440Order();
      case NPM -> new SemverOrder();
    };
  }

  /** {@code Debian:12}, {@code Alpine:v3.19}, {@code Maven}: as records have it. */
  String of(String release) {
    if (distribution.isEmpty()) {
      return label;
    }
    Matcher numbers = MAJOR_MINOR.matcher(release);
    return switch (this) {
      case ALPINE -> label + ":v" + (numbers.matches() ? numbers.group(1) : release);
      default -> label + ":" + release.replaceFirst("\\..*", "");
    };
  }

  /** Whether one must know the release of the distribution. */
  boolean hasReleases() {
    return !distribution.isEmpty();
  }

  /** The name by which records know a component. Debian's and Alpine's are of source packages. */
  String name(Component component) {
    return switch (this) {
      case DEBIAN, ALPINE ->
          component.built().map(Component.Built::name).orElseGet(component::name);
      case ALMA_LINUX -> component.name();
      case MAVEN -> component.namespace() + ":" + component.name();
      case PYPI -> normalized(component.name());
      case NPM ->
          component.namespace().isEmpty()
              ? component.name()
              : component.namespace() + "/" + component.name();
    };
  }

  /** The version that records compare with. */
  String version(Component component) {
    return switch (this) {
      case DEBIAN, ALPINE ->
          component.built().map(Component.Built::version).orElseGet(component::version);
      case ALMA_LINUX, MAVEN, PYPI, NPM -> component.version();
    };
  }

  /** A record's own spelling of a name. */
  String recorded(String name) {
    return this == PYPI ? normalized(name) : name;
  }

  /** PyPA specification "Names and normalization" (PEP 503). */
  static String normalized(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }
}
