package io.github.slimmaven.inventory.scan;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A package URL as documents have it (purl-spec, "How to parse a purl string in its components").
 * Of its qualifiers only {@code arch=source} is regarded.
 *
 * @param version or "" for all
 * @param source whether it names a distribution's source package
 */
record PackageUrl(String type, String namespace, String name, String version, boolean source) {
  private static final String SCHEME = "pkg:";
  private static final int MOST = 2000;

  /** Parses a package URL; empty if this is none. */
  static Optional<PackageUrl> of(String text) {
    if (!text.startsWith(SCHEME) || text.length() > MOST) {
      return Optional.empty();
    }
    String rest = text.substring(SCHEME.length()).replaceFirst("#.*", "").replaceFirst("^/+", "");
    int query = rest.indexOf('?');
    String qualifiers = query < 0 ? "" : rest.substring(query + 1);
    String path = query < 0 ? rest : rest.substring(0, query);
    int at = path.lastIndexOf('@');
    String version = at > path.lastIndexOf('/') ? path.substring(at + 1) : "";
    String named = version.isEmpty() ? path.replaceFirst("@$", "") : path.substring(0, at);
    int type = named.indexOf('/');
    int name = named.lastIndexOf('/');
    if (type <= 0 || name == named.length() - 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PackageUrl(
              named.substring(0, type).toLowerCase(Locale.ROOT),
              type == name ? "" : decoded(named.substring(type + 1, name)),
              decoded(named.substring(name + 1)),
              decoded(version),
              ("&" + qualifiers + "&").contains("&arch=source&")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  boolean isImage() {
    return type.equals("oci");
  }

  /** Whether it names a component: in any version if it has none. */
  boolean names(Component component) {
    if (!type.equals(component.type()) || !namespace.equals(component.namespace())) {
      return false;
    }
    if (source && component.built().isPresent()) {
      Component.Built built = component.built().get();
      return name.equals(built.name()) && isVersion(built.version());
    }
    boolean same =
        type.equals("pypi")
            ? Ecosystem.normalized(name).equals(Ecosystem.normalized(component.name()))
            : name.equals(component.name());
    return same && isVersion(component.version());
  }

  private boolean isVersion(String other) {
    return version.isEmpty() || version.equals(other);
  }
}
