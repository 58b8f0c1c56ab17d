package io.github.slimmaven.inventory.scan;

import java.util.Locale;

/**
 * What is left of a package in the minified image.
 *
 * @param kept its files that stayed, whole or changed
 * @param files its files in the source image; 0 for one that only brings others
 */
public record Presence(int kept, int files) {
  /** What becomes of a package. */
  public enum State {
    KEPT,
    PARTIAL,
    REMOVED;

    /** As in reports. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Presence {
    if (kept < 0 || files < kept) {
      throw new IllegalArgumentException("'" + kept + "' of '" + files + "' files were kept");
    }
  }

  /** A package without files is never said to be removed: nothing shows that it is. */
  public State state() {
    if (kept == files) {
      return State.KEPT;
    }
    return kept == 0 ? State.REMOVED : State.PARTIAL;
  }
}
