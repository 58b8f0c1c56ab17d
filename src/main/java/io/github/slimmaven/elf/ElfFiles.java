package io.github.slimmaven.elf;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Optional;

/** The file system in which the dynamic linker searches: an image's, or this machine's. */
public interface ElfFiles {
  /**
   * Follows every symlink on the way to a regular file.
   *
   * @param path absolute
   * @return empty if there is no regular file
   */
  Optional<Found> find(String path) throws IOException;

  /**
   * Names in a directory, in order; empty if there is no such directory. Links are followed.
   *
   * @param directory absolute
   */
  List<String> list(String directory) throws IOException;

  /**
   * Opens a file. The caller closes it.
   *
   * @param path as {@link Found#path} gives it
   */
  SeekableByteChannel open(String path) throws IOException;

  /**
   * A file that is there.
   *
   * @param links absolute paths of the symlinks passed through, in order
   * @param path the file's own path: absolute, normalised, no component is a link
   */
  record Found(List<String> links, String path) {
    public Found {
      links = List.copyOf(links);
    }
  }
}
