package io.github.slimmaven.image;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The merged file system of an image: what a container sees after all layers are applied. */
public interface FileTree {
  /**
   * The entry at this path itself; symlinks are not followed, in no component. The root is there.
   */
  Optional<Entry> get(String path);

  /** All entries in path order (parents before children). The root is not among them. */
  Collection<Entry> entries();

  /** Names directly in this directory, in order; empty if it is none. */
  List<Entry> children(String directory);

  /**
   * Follows every symlink on the way, as {@code open(2)} would inside the container: at most 40
   * hops, {@code ..} stops at the root.
   */
  Resolution resolve(String path);

  /**
   * The content of a file, read only, at any offset; of a hard link, its target's. Sparse files
   * read as their full content. The caller closes it.
   */
  SeekableByteChannel open(Entry entry) throws IOException;

  /**
   * A resolved path.
   *
   * @param links the symlink entries passed through, in order
   * @param target the entry arrived at; empty if something on the way is missing
   */
  record Resolution(List<Entry> links, Optional<Entry> target) {}
}
