package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.inventory.Owners;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.report.ImageParts;
import io.github.slimmaven.report.ImageSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Measures an image that was published earlier, by its layers. */
public final class PublishedSize {
  private PublishedSize() {}

  /**
   * Opens an image and adds up its parts. Packages are known as far as the image still has their
   * databases.
   *
   * @param cache where its layers are remembered
   * @throws IOException if it cannot be had, saying what to do
   */
  public static ImageSize of(ImageReference reference, RegistryAccess registries, Path cache)
      throws IOException, InterruptedException {
    Image image = OpenedImage.of(reference, registries, cache);
    MergedTree tree = MergedTree.of(image);
    return ImageParts.of(
        ReportAssembly.image(image, tree), tree, Owners.of(tree, Map.of()), Map.of());
  }
}
