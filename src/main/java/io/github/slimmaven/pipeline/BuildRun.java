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
import java.util.Optional;
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
    log.building(request.from().toString());
    LayerStore store = new LayerStore(cache);
    leave(
        work -> {
          Image base = new SourceImages(registries, store, cache).open(request.from());
          Image image = new AppImage(store, cache).build(request, base, work);
          return new BuiltSource(
              image,
              List.of(request.container().appRoot()),
              Optional.of(
                  IntStream.range(base.layers().size(), image.layers().size())
                      .boxed()
                      .collect(Collectors.toSet())));
        },
        output,
        log);
  }

  /**
   * Has the Docker engine build a Dockerfile, and leaves the image in {@code output} likewise.
   *
   * @throws IOException if there is no engine, or a step fails
   */
  public static void run(
      DockerfileRequest request, RegistryAccess registries, Path output, Path cache, RunLog log)
      throws IOException, InterruptedException {
    log.buildingDockerfile(request.dockerfile());
    SourceImages images = new SourceImages(registries, new LayerStore(cache), cache);
    leave(
        work -> {
          DockerfileImage.Built built =
              new DockerfileImage(images).build(request, output, work, log::builder);
          return new BuiltSource(built.image(), List.of(), built.applicationLayers());
        },
        output,
        log);
  }

  /** Makes a source image, in a folder of its own. */
  @FunctionalInterface
  private interface Build {
    BuiltSource in(Path work) throws IOException, InterruptedException;
  }

  private static void leave(Build build, Path output, RunLog log)
      throws IOException, InterruptedException {
    Stopwatch watch = new Stopwatch();
    Path work = output.resolve(WORK);
    StopSignal signal = StopSignal.watch(work);
    try {
      Files.createDirectories(output);
      BuiltSource.remove(output);
      BuiltSource source = build.in(work);
      source.write(output);
      log.built(source.image().reference(), source.image().layers().size(), watch.total());
    } catch (IOException e) {
      throw FullDisk.explained(StopSignal.unlessInterrupted(e), "the source image", output);
    } finally {
      signal.close();
    }
  }
}
