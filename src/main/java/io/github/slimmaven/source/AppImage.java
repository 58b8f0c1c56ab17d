package io.github.slimmaven.source;

import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Builds the image of a Java application: Jib builds the application's layers, and they go on top
 * of the base image's, of which no byte changes. Equal input gives an equal image.
 */
public final class AppImage {
  private final AppLayers layers;

  /**
   * Keeps the layers that it builds in the cache.
   *
   * @param cache the directory that the store uses too
   */
  public AppImage(LayerStore store, Path cache) {
    this.layers = new AppLayers(store, cache);
  }

  /**
   * Builds the image.
   *
   * @param base the image that {@link BuildRequest#from} names
   * @param work a directory of this build alone, emptied before and removed afterwards
   * @throws SourceException if there is nothing to run, or more than one thing
   */
  public Image build(BuildRequest request, Image base, Path work)
      throws IOException, InterruptedException {
    Trees.delete(work);
    Files.createDirectories(work);
    try {
      AppLayout layout = layout(request);
      if (request.packaged()) {
        layout = new PackagedLayout(layout, request.container().appRoot(), work).plan();
      }
      List<AppLayer> plan = new ArrayList<>(layout.layers());
      AppLayer extra = ExtraFiles.layer(request.extraDirectories());
      if (!extra.files().isEmpty()) {
        plan.add(extra);
      }
      List<String> entrypoint = new ArrayList<>(layout.entrypoint());
      if (request.container().entrypoint().isEmpty()) {
        entrypoint.set(0, JavaProgram.in(base, request.container().environment()));
      }
      List<Layer> built = layers.build(plan, work);
      ImageConfig config =
          new AppConfig(base.config(), request.container())
              .with(entrypoint, layout.port(), built, plan.stream().map(AppLayer::name).toList());
      List<Layer> all = new ArrayList<>(base.layers());
      all.addAll(built);
      byte[] json = config.json().toString().getBytes(StandardCharsets.UTF_8);
      return new Image(name(request), Digest.ofContent(json), config, all);
    } finally {
      Trees.delete(work);
    }
  }

  private static AppLayout layout(BuildRequest request) throws IOException {
    if (request.jar().isPresent()) {
      Path jar = request.jar().get();
      if (!Files.isRegularFile(jar)) {
        throw new SourceException(
            "The jar '"
                + jar
                + "' does not exist. Have the build put it there before, or correct 'jar'.");
      }
      return BootLayout.isBootArchive(jar)
          ? new BootLayout(request, jar).plan()
          : new JarLayout(request, jar).plan();
    }
    Optional<Path> artifact = request.archive();
    if (artifact.isPresent() && BootLayout.isBootArchive(artifact.get())) {
      return new BootLayout(request, artifact.get()).plan();
    }
    return new ClassesLayout(request).plan();
  }

  private static String name(BuildRequest request) {
    return request
        .jar()
        .or(request::artifact)
        .or(request::classes)
        .map(file -> file.getFileName().toString())
        .orElse("application");
  }
}
