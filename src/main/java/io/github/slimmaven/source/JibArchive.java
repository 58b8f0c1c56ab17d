package io.github.slimmaven.source;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.Trees;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/** Layers that Jib built, in its archive. The only user of Jib's build API. */
final class JibArchive implements Closeable {
  private static final int THREADS = 4;

  private final Path tar;
  private final List<Layer> layers;

  private JibArchive(Path tar, List<Layer> layers) {
    this.tar = tar;
    this.layers = layers;
  }

  /**
   * Has Jib build layers.
   *
   * @param work an existing directory of this build
   */
  static JibArchive build(List<AppLayer> plans, Path work, LayerStore store)
      throws IOException, InterruptedException {
    Path tar = work.resolve("app.tar");
    Path cache = work.resolve("jib");
    Path exploded = Files.createDirectories(work.resolve("exploded"));
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "slim-jib");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<FileEntriesLayer> entries = new ArrayList<>();
      for (AppLayer plan : plans) {
        entries.add(entries(plan, exploded));
      }
      Jib.fromScratch()
          .setFileEntriesLayers(entries)
          .containerize(
              Containerizer.to(TarImage.at(tar).named("slim-maven-plugin/app"))
                  .setOfflineMode(true)
                  .setBaseImageLayersCache(cache.resolve("base"))
                  .setApplicationLayersCache(cache.resolve("app"))
                  .setToolName("slim-maven-plugin")
                  .setExecutorService(threads));
    } catch (SourceException e) {
      throw e;
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
      Trees.delete(exploded);
    }
    return new JibArchive(tar, DockerArchive.read(tar, "the application's layers", store).layers());
  }

  /** In the order of the plans. */
  List<Layer> layers() {
    return layers;
  }

  /** Copies the blob of a layer. */
  void copy(Digest blob, Path file) throws IOException {
    try (TarFile archive = new TarFile(tar.toFile())) {
      for (TarArchiveEntry entry : archive.getEntries()) {
        if (entry.getName().equals(blob.hex() + ".tar.gz")) {
          Files.copy(archive.getInputStream(entry), file, StandardCopyOption.REPLACE_EXISTING);
          return;
        }
      }
    }
    throw new SourceException(
        "Jib's archive '" + tar + "' has no blob '" + blob + "'. Run the build again.");
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(tar);
  }

  private static FileEntriesLayer entries(AppLayer plan, Path exploded) throws IOException {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(plan.name());
    Path directory = Files.createTempDirectory(exploded, "layer");
    Optional<Path> path = plan.archive();
    try (ZipFile archive = path.isPresent() ? new ZipFile(path.get().toFile()) : null) {
      int count = 0;
      for (AppFile file : plan.files()) {
        Path source = file.source();
        if (file.entry().isPresent()) {
          // A name of our own: the entry's may not be one for this file system.
          Path target = directory.resolve(Integer.toString(count++));
          file.read(Optional.ofNullable(archive), in -> Files.copy(in, target));
          source = target;
        }
        layer.addEntry(
            source,
            AbsoluteUnixPath.get(file.path()),
            FilePermissions.fromOctalString(Integer.toOctalString(file.mode())));
      }
    }
    return layer.build();
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
