package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.keep.KeepSet;
import io.github.slimmaven.minify.Minifier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What minifying gave: a smaller image, or the very source where nothing of any size can go and
 * nobody is to own it but who does.
 *
 * @param tree of the image
 * @param kept what of the source is in the image
 * @param changed whether it is another image than the source
 */
record Slimmed(Image image, MergedTree tree, KeepSet kept, boolean changed) {

  /**
   * Minifies.
   *
   * @param work where the layers of the minified image go
   */
  static Slimmed of(Image source, MergedTree tree, KeepSet kept, Path work, Instant created)
      throws IOException {
    Image slim = Minifier.minify(source, tree, kept, work, created).withLabels(Labels.of(source));
    MergedTree slimTree = MergedTree.of(slim);
    return bytes(slimTree) < bytes(tree) || !kept.edits().isEmpty()
        ? new Slimmed(slim, slimTree, kept, true)
        : new Slimmed(source, tree, kept.whole(tree), false);
  }

  /** Bytes of file content. */
  long bytes() {
    return bytes(tree);
  }

  private static long bytes(MergedTree tree) {
    return tree.contents().stream().mapToLong(MergedTree.Content::bytes).sum();
  }
}
