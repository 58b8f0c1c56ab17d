package io.github.slimmaven.report;

import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.keep.KeepSet;

/**
 * What went.
 *
 * @param files number of entries
 * @param bytes their content, and what kept files lost of theirs
 */
public record Removed(long files, long bytes) {
  /** Counts what the keep set does not keep; directories are no files. */
  public static Removed of(FileTree tree, KeepSet kept) {
    long files = 0;
    long bytes = 0;
    for (Entry entry : tree.entries()) {
      if (kept.keeps(entry.path())) {
        bytes += entry.size() - kept.size(entry);
      } else if (!entry.isDirectory()) {
        files++;
        bytes += entry.size();
      }
    }
    return new Removed(files, bytes);
  }
}
