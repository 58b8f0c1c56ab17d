package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.source.SourceImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** An image that is looked at and not launched. */
final class OpenedImage {
  private OpenedImage() {}

  /**
   * Opens an image.
   *
   * @param cache where its layers are remembered
   * @throws IOException if it cannot be had, saying what to do
   */
  static Image of(ImageReference reference, RegistryAccess registries, Path cache)
      throws IOException, InterruptedException {
    return of(reference, registries, new LayerStore(cache), cache);
  }

  /**
   * Opens the named image, else the one that {@code slim:build} left.
   *
   * @param output where {@code slim:build} left it
   */
  static Image of(
      Optional<ImageReference> named, Path output, RegistryAccess registries, Path cache)
      throws IOException, InterruptedException {
    return of(named, output, registries, new LayerStore(cache), cache);
  }

  /**
   * The same.
   *
   * @param store of its layers, in the same cache
   */
  static Image of(
      Optional<ImageReference> named,
      Path output,
      RegistryAccess registries,
      LayerStore store,
      Path cache)
      throws IOException, InterruptedException {
    return named.isPresent()
        ? of(named.get(), registries, store, cache)
        : BuiltSource.read(output).image();
  }

  private static Image of(
      ImageReference reference, RegistryAccess registries, LayerStore store, Path cache)
      throws IOException, InterruptedException {
    return new SourceImages(registries, store, cache).open(reference);
  }
}
