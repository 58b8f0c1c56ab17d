package io.github.slimmaven.inventory.scan;

import java.util.Optional;

/** Components for tests. */
final class Components {
  static final Presence KEPT = new Presence(7, 7);
  static final Presence PARTIAL = new Presence(2, 7);
  static final Presence REMOVED = new Presence(0, 7);

  private Components() {}

  static Component component(String type, String name, String version, Presence presence) {
    int slash = name.lastIndexOf('/');
    return new Component(
        type,
        slash < 0 ? "" : name.substring(0, slash),
        name.substring(slash + 1),
        version,
        "",
        Optional.empty(),
        presence);
  }

  /** Of Debian 12. */
  static Component deb(String name, String version, String source, Presence presence) {
    return new Component(
        "deb",
        "debian",
        name,
        version,
        "12",
        Optional.of(Component.Built.ofDebian(source, version)),
        presence);
  }

  static Component apk(String name, String version, String release) {
    return new Component("apk", "alpine", name, version, release, Optional.empty(), KEPT);
  }
}
