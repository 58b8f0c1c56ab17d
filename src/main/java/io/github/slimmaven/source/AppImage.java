package io.github.slimmaven.source;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
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
  private final LayerStore store;

  public AppImage(LayerStore store) {
    this.store = store;
  }

  /**
   * Builds the image.
   *
   * @param base the image that {@link BuildRequest#from} names
   * @param work a directory of this build alone, made and emptied; it must live as long as the
   *     image
   * @throws SourceException if there is nothing to run, or more than one thing
   */
  public Image build(BuildRequest request, Image base, Path work)
      throws IOException, InterruptedException {
    Trees.delete(work);
    Path exploded = Files.createDirectories(work.resolve("exploded"));
    try {
      AppLayout layout = layout(request, exploded);
      List<FileEntriesLayer> plan = new ArrayList<>(layout.layers());
      FileEntriesLayer extra = ExtraFiles.layer(request.extraDirectories());
      if (!extra.getEntries().isEmpty()) {
        plan.add(extra);
      }
      checkReadable(plan);
      List<String> entrypoint = new ArrayList<>(layout.entrypoint());
      if (request.container().entrypoint().isEmpty()) {
        entrypoint.set(0, JavaProgram.in(base, request.container().environment()));
      }
      List<Layer> layers = JibLayers.build(plan, work, store);
      ImageConfig config =
          new AppConfig(base.config(), request.container())
              .with(entrypoint, layers, plan.stream().map(FileEntriesLayer::getName).toList());
      List<Layer> all = new ArrayList<>(base.layers());
      all.addAll(layers);
      byte[] json = config.json().toString().getBytes(StandardCharsets.UTF_8);
      return new Image(name(request), Digests.of(json), config, all);
    } finally {
      Trees.delete(exploded);
    }
  }

  private static AppLayout layout(BuildRequest request, Path exploded) throws IOException {
    if (request.jar().isPresent()) {
      Path jar = request.jar().get();
      if (!Files.isRegularFile(jar)) {
        throw new SourceException(
            "The jar '"
                + jar
                + "' does not exist. Have the build put it there before, or correct 'jar'.");
      }
      return BootLayout.isBootArchive(jar)
          ? new BootLayout(request, jar, exploded).plan()
          : new JarLayout(request, jar).plan();
    }
    Optional<Path> artifact = request.archive();
    if (artifact.isPresent() && BootLayout.isBootArchive(artifact.get())) {
      return new BootLayout(request, artifact.get(), exploded).plan();
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

  private static void checkReadable(List<FileEntriesLayer> layers) throws SourceException {
    for (FileEntriesLayer layer : layers) {
      for (FileEntry entry : layer.getEntries()) {
        if (!Files.isReadable(entry.getSourceFile())) {
          throw new SourceException(
              "The file '"
                  + entry.getSourceFile()
                  + "' cannot be read. Give the user that runs Maven the right to read it.");
        }
      }
    }
  }
}
