package io.github.slimmaven.keep;

import java.util.Locale;

/**
 * Why an entry stays.
 *
 * @param kind the rule that kept it
 * @param detail what made the rule apply: the path that links to it, the pattern, the file that
 *     needs it; may be ""
 */
public record Reason(Kind kind, String detail) {
  /** Of files that say which packages are there. */
  public static final Reason PACKAGE_DATABASE = new Reason(Kind.PACKAGE, "package database");

  /** Of such files that cannot be pruned, and name packages that are gone. */
  public static final Reason WHOLE_DATABASE =
      new Reason(Kind.PACKAGE, "package database, with what is gone");

  /** The rules, strongest first: an entry that several keep is listed under the first. */
  public enum Kind {
    REPAIR,
    TRACED,
    LINK,
    WRITTEN,
    APPLICATION,
    PATTERN,
    ELF,
    MENTIONED,
    JVM,
    PACK,
    PACKAGE,
    ESSENTIAL,
    WORKDIR,
    VOLUME,
    HARDLINK,
    DIRECTORY,
    UNCHANGED;

    /** The name in reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
