package io.github.slimmaven.harden;

/**
 * A directory that stays writable under a read-only root, empty at each start.
 *
 * @param path absolute, without links
 * @param uid its owner in the image
 * @param gid its group in the image
 * @param mode permission bits
 * @param executable whether something in it is executed or loaded as a library
 */
public record Place(String path, long uid, long gid, int mode, boolean executable)
    implements Comparable<Place> {

  /** Options of its tmpfs, as {@code docker run --tmpfs} takes them behind the path. */
  public String options() {
    return String.format(
        "rw,nosuid,nodev,%s,mode=%o,uid=%d,gid=%d", executable ? "exec" : "noexec", mode, uid, gid);
  }

  /** As the value of {@code --tmpfs}. */
  public String tmpfs() {
    return path + ":" + options();
  }

  @Override
  public int compareTo(Place other) {
    return path.compareTo(other.path);
  }
}
