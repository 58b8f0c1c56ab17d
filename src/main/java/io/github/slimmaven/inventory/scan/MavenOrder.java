package io.github.slimmaven.inventory.scan;

import org.apache.maven.artifact.versioning.ComparableVersion;

/** Maven's own order (maven-artifact; POM Reference, Version Order Specification). */
final class MavenOrder implements VersionOrder {
  /** Any text is a version to Maven; one with a property or a space was never published. */
  @Override
  public boolean isVersion(String text) {
    return !text.isEmpty()
        && text.length() <= MOST
        && text.chars().allMatch(c -> c > ' ' && c < 127 && c != '$');
  }

  @Override
  public int compare(String one, String other) {
    return new ComparableVersion(checked(one)).compareTo(new ComparableVersion(checked(other)));
  }
}
