package io.github.slimmaven.source;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Has Jib build layers. The only user of its build API. */
final class JibLayers {
  private static final int THREADS = 4;

  private JibLayers() {}

  /**
   * @param work an existing directory of this build; the archive in it must live as long as the
   *     layers
   */
  static List<Layer> build(List<FileEntriesLayer> layers, Path work, LayerStore store)
      throws IOException, InterruptedException {
    Path tar = work.resolve("app.tar");
    Path cache = work.resolve("jib");
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "slim-jib");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Jib.fromScratch()
          .setFileEntriesLayers(layers)
          .containerize(
              Containerizer.to(TarImage.at(tar).named("slim-maven-plugin/app"))
                  .setOfflineMode(true)
                  .setBaseImageLayersCache(cache.resolve("base"))
                  .setApplicationLayersCache(cache.resolve("app"))
                  .setToolName("slim-maven-plugin")
                  .setExecutorService(threads));
    } catch (ExecutionException e) {
      throw failed(work, e.getCause() == null ? e : e.getCause());
    } catch (RegistryException
        | CacheDirectoryCreationException
        | InvalidImageReferenceException
        | IOException e) {
      throw failed(work, e);
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(10, TimeUnit.SECONDS);
      Trees.delete(cache);
    }
    return DockerArchive.read(tar, "the application's layers", store).layers();
  }

  private static SourceException failed(Path work, Throwable cause) {
    return new SourceException(
        "The application's layers could not be written to '"
            + work
            + "': "
            + (cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage())
            + ". Check that its files can be read and that the disk has room.",
        cause);
  }
}
