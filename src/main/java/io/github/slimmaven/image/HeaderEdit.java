package io.github.slimmaven.image;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is changed of an entry: what is empty stays.
 *
 * @param mode permission bits, 07777; a symlink has none
 * @param uid owner
 * @param gid group
 */
public record HeaderEdit(OptionalInt mode, OptionalLong uid, OptionalLong gid) {
  /** Nothing. */
  public static final HeaderEdit NONE =
      new HeaderEdit(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** This edit where it says something, else another. */
  public HeaderEdit over(HeaderEdit other) {
    return new HeaderEdit(
        mode.isPresent() ? mode : other.mode,
        uid.isPresent() ? uid : other.uid,
        gid.isPresent() ? gid : other.gid);
  }

  /** What of this changes an entry; {@link #NONE} if it has all that already. */
  public HeaderEdit of(Entry entry) {
    boolean sameMode = entry.isSymlink() || mode.orElse(entry.mode()) == entry.mode();
    return new HeaderEdit(
        sameMode ? OptionalInt.empty() : mode,
        uid.orElse(entry.uid()) == entry.uid() ? OptionalLong.empty() : uid,
        gid.orElse(entry.gid()) == entry.gid() ? OptionalLong.empty() : gid);
  }
}
