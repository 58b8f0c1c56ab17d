package io.github.slimmaven.inventory.scan;

import java.util.Comparator;

/** The order that an ecosystem gives its versions. It compares versions only. */
interface VersionOrder extends Comparator<String> {
  /** Characters; an order may recurse over the parts of a version. */
  int MOST = 500;

  /** Whether this is a version of the ecosystem. */
  boolean isVersion(String text);

  /**
   * Compares two versions.
   *
   * @throws IllegalArgumentException if one of them is none
   */
  @Override
  int compare(String one, String other);

  /** Returns a text if it is a version. */
  default String checked(String text) {
    if (!isVersion(text)) {
      throw new IllegalArgumentException("'" + text + "' is no version");
    }
    return text;
  }
}
