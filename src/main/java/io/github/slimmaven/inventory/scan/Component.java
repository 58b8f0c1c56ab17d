package io.github.slimmaven.inventory.scan;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * A package of the source image, named as in package URLs (purl-spec, {@code PURL-TYPES}).
 *
 * @param type {@code deb}, {@code apk}, {@code rpm}, {@code maven}, {@code pypi} or {@code npm};
 *     others have no vulnerability data
 * @param namespace {@code ID} of os-release(5), the Maven group, the npm scope with its {@code @},
 *     or ""
 * @param name within the namespace
 * @param version as its manager writes it, or "" if it is not known
 * @param release {@code VERSION_ID} of os-release(5), or "" where the type has none
 * @param built what it was built from, if that has another name or version: {@code Source:} of
 *     deb-control(5), origin of apk-package(5)
 * @param presence what the minified image has of it
 */
public record Component(
    String type,
    String namespace,
    String name,
    String version,
    String release,
    Optional<Built> built,
    Presence presence)
    implements Comparable<Component> {
  private static final Comparator<Component> ORDER =
      Comparator.comparing(Component::purl)
          .thenComparing(component -> component.built().map(Built::toString).orElse(""))
          .thenComparing(component -> component.presence().files())
          .thenComparing(component -> component.presence().kept());

  /**
   * A source package.
   *
   * @param version its own: a binary package's may differ
   */
  public record Built(String name, String version) {
    /**
     * Reads {@code Source:} of dpkg's status, {@code name} or {@code name (version)}.
     *
     * @param version of the binary package, which is the source's unless it says another one
     */
    public static Built ofDebian(String source, String version) {
      int open = source.indexOf('(');
      int close = source.indexOf(')', open + 1);
      return new Built(
          source.substring(0, open < 0 ? source.length() : open).strip(),
          open < 0 || close < 0 ? version : source.substring(open + 1, close).strip());
    }
  }

  /** Its package URL, {@code pkg:deb/debian/curl@7.88.1-10%2Bdeb12u5?distro=debian-12}. */
  public String purl() {
    StringBuilder purl = new StringBuilder("pkg:").append(type).append('/');
    if (!namespace.isEmpty()) {
      purl.append(encoded(namespace)).append('/');
    }
    purl.append(encoded(type.equals("pypi") ? Ecosystem.normalized(name) : name));
    if (!version.isEmpty()) {
      purl.append('@').append(encoded(version));
    }
    if (!release.isEmpty()) {
      purl.append("?distro=").append(encoded(namespace + "-" + release));
    }
    return purl.toString();
  }

  /** Percent-encoded (purl-spec, "Character encoding"). */
  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      if (c < 128 && (Character.isLetterOrDigit(c) || ".-_~:".indexOf(c) >= 0)) {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  @Override
  public int compareTo(Component other) {
    return ORDER.compare(this, other);
  }
}
