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
