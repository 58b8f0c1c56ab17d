package io.github.slimmaven.inventory.scan;

import java.util.Locale;
import java.util.Set;

/**
 * The image that is scanned, by which documents name it as their product.
 *
 * @param name the last part of its repository, or "" if it has none
 * @param digests {@code sha256:<hex>} of its manifest and its config, those that are known
 */
public record ScannedImage(String name, Set<String> digests) {
  /** An image that no document can name. */
  public static final ScannedImage UNKNOWN = new ScannedImage("", Set.of());

  public ScannedImage {
    name = name.toLowerCase(Locale.ROOT);
    digests = Set.copyOf(digests);
  }

  /** purl-spec, type {@code oci}: the version is a digest. */
  boolean is(PackageUrl url) {
    if (!url.isImage()) {
      return false;
    }
    return url.version().isEmpty()
        ? !name.isEmpty() && url.name().toLowerCase(Locale.ROOT).equals(name)
        : digests.contains(url.version());
  }
}
