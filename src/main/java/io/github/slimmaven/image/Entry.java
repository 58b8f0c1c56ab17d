package io.github.slimmaven.image;

/**
 * One file-system entry of a layer, as its tar header gives it.
 *
 * @param path absolute path, {@code /}-separated, normalised, no trailing slash; the root is {@code
 *     /}. Bytes that are no UTF-8 are lone surrogates U+DC80..U+DCFF (see {@link PathName}).
 * @param type kind of entry
 * @param mode permission bits with setuid, setgid and sticky (07777)
 * @param uid owner
 * @param gid group
 * @param size bytes of content; 0 for everything but {@link Type#FILE}
 * @param mtime seconds since the epoch
 * @param link target: as written for a symlink; for a hard link the absolute normalised path of an
 *     entry that is visible, the same file and in the same layer (maybe a hard link again); else ""
 * @param layer index of the layer that the entry comes from, 0 = lowest
 * @param start offset of the entry's first header block in the uncompressed layer, bytes
 * @param end offset after its padded content; [start, end) is the entry's raw copy. Equal to start
 *     for a directory that is only implied by what is in it
 */
public record Entry(
    String path,
    Type type,
    int mode,
    long uid,
    long gid,
    long size,
    long mtime,
    String link,
    int layer,
    long start,
    long end) {

  /** The kinds of entry that a layer holds. */
  public enum Type {
    FILE,
    DIRECTORY,
    SYMLINK,
    HARDLINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    FIFO
  }

  /** The same with another size. */
  public Entry withSize(long bytes) {
    return new Entry(path, type, mode, uid, gid, bytes, mtime, link, layer, start, end);
  }

  public boolean isFile() {
    return type == Type.FILE;
  }

  public boolean isDirectory() {
    return type == Type.DIRECTORY;
  }

  public boolean isSymlink() {
    return type == Type.SYMLINK;
  }
}
