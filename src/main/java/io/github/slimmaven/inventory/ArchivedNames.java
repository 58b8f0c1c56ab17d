package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.TextFile;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** The names of what is in a jar or another zip archive, without reading it. */
public final class ArchivedNames {
  private ArchivedNames() {}

  /** In the archive's order; none if it is no archive, or its directory is of absurd size. */
  public static List<String> of(FileTree tree, Entry archive) throws IOException {
    if (!TextFile.readable(tree, archive)) {
      return List.of();
    }
    try (SeekableByteChannel file = tree.open(archive)) {
      return ZipDirectory.read(file, 0, file.size()).stream()
          .flatMap(directory -> directory.members().stream())
          .map(ZipDirectory.Member::name)
          .toList();
    }
  }
}
