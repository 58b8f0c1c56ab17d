package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.FullDisk;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.source.AppImage;
import io.github.slimmaven.source.BuildRequest;
import io.github.slimmaven.source.DockerfileImage;
import io.github.slimmaven.source.DockerfileRequest;
import io.github.slimmaven.source.SourceImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The stages of {@code slim:build}: open the base image, put the application on it; or build a
 * Dockerfile.
 */
public final class BuildRun {
  private static final String WORK = "source";

  private BuildRun() {}

  /**
   * Builds the source image and leaves it in {@code output} for {@link SlimRun}.
   *
   * @throws IOException if the base is not to be had, or there is nothing to run
   */
  public static void run(
      BuildRequest request, RegistryAccess registries, Path output, Path cache, RunLog log)
      throws IOException, InterruptedException {
    Stopwatch watch = new Stopwatch();
    log.building(request.from().toString());
    StopSignal signal = StopSignal.watch(output.resolve(WORK));
    try {
      Image image = build(request, registries, output, cache);
      log.built(image.reference(), image.layers().size(), watch.total());
    } catch (IOException e) {
      throw FullDisk.explained(StopSignal.unlessInterrupted(e), "the source image", output);
    } finally {
      signal.close();
    }
  }

  private static Image build(
      BuildRequest request, RegistryAccess registries, Path output, Path cache)
      throws IOException, InterruptedException {
    Files.createDirectories(output);
    BuiltSource.remove(output);
    LayerStore store = new LayerStore(cache);
    Image base = new SourceImages(registries, store, cache).open(request.from());
    Image image = new AppImage(store, cache).build(request, base, output.resolve(WORK));
    new BuiltSource(
            image,
            List.of(request.container().appRoot()),
            IntStream.range(base.layers().size(), image.layers().size())
                .boxed()
                .collect(Collectors.toSet()))
        .write(output);
    return image;
  }

  /**
   * Has the Docker engine build a Dockerfile, and leaves the image in {@code output} likewise.
   *
   * @throws IOException if there is no engine, or a step fails
   */
  public static void run(
      DockerfileRequest request, RegistryAccess registries, Path output, Path cache, RunLog log)
      throws IOException, InterruptedException {
    Stopwatch watch = new Stopwatch();
    log.buildingDockerfile(request.dockerfile());
    SourceImages images = new SourceImages(registries, new LayerStore(cache), cache);
    DockerfileImage.Built built =
        new DockerfileImage(images).build(request, output.resolve(WORK), log::builder);
    new BuiltSource(built.image(), List.of(), built.applicationLayers()).write(output);
    log.built(built.image().reference(), built.image().layers().size(), watch.total());
  }
}
