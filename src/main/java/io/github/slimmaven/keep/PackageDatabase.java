package io.github.slimmaven.keep;

import java.util.Locale;

/** What a minified image says of the packages that are in it. */
public enum PackageDatabase {
  /** Those of which files are left. */
  PRUNED,
  /** All of its source. */
  FULL,
  /** Nothing, unless the app uses the database. */
  NONE;

  /**
   * Parses {@code pruned}, {@code full} or {@code none}.
   *
   * @throws IllegalArgumentException naming the text and the legal forms
   */
  public static PackageDatabase of(String text) {
    for (PackageDatabase value : values()) {
      if (value.name().equals(text.toUpperCase(Locale.ROOT))) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "'" + text + "' is no slim.keepPackageDatabase: expected 'pruned', 'full' or 'none'");
  }
}
