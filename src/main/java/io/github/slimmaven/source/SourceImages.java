package io.github.slimmaven.source;

import io.github.slimmaven.engine.DockerDaemon;
import io.github.slimmaven.image.CacheLimit;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.image.Unfinished;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.registry.RegistryImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Opens images wherever they are: one way in for each form of reference. */
public final class SourceImages {
  private final RegistryImages registries;
  private final LayerStore store;
  private final Path cache;

  /**
   * Images that may be reached so.
   *
   * @param cache the directory that the store uses too
   */
  public SourceImages(RegistryAccess access, LayerStore store, Path cache) {
    this.registries = new RegistryImages(access, store, cache);
    this.store = store;
    this.cache = cache;
  }

  /**
   * Opens an image; afterwards its layers are on this machine.
   *
   * @throws SourceException if the Docker engine or this host does not have it
   * @throws io.github.slimmaven.registry.RegistryException if the registry does not give it
   * @throws io.github.slimmaven.image.ImageException if it is corrupt
   */
  public Image open(ImageReference reference) throws IOException, InterruptedException {
    if (reference instanceof ImageReference.Registry registry) {
      return registries.pull(registry);
    }
    if (reference instanceof ImageReference.Daemon daemon) {
      return daemon(daemon);
    }
    if (reference instanceof ImageReference.Archive archive) {
      return DockerArchive.read(archive.path(), reference.toString(), store);
    }
    if (reference instanceof ImageReference.Layout layout) {
      return OciLayout.read(layout.directory(), reference.toString(), store);
    }
    if (reference instanceof ImageReference.Host host) {
      return new HostImages(store, cache).open(host, System.getProperty("java.home"));
    }
    throw new IllegalArgumentException("'" + reference + "' is of an unknown kind");
  }

  /**
   * What changes when a reference stands for another image: the digest of its manifest or config,
   * in the Docker engine its id. Cheaper than to open it, where there are layers to be had.
   *
   * @throws SourceException if the Docker engine does not have it
   */
  public String identity(ImageReference reference) throws IOException, InterruptedException {
    if (reference instanceof ImageReference.Registry registry) {
      return registries.digest(registry).toString();
    }
    if (reference instanceof ImageReference.Daemon daemon) {
      try (DockerDaemon docker = DockerDaemon.connect()) {
        return docker.imageId(daemon.name()).orElseThrow(() -> absent(daemon));
      }
    }
    return open(reference).digest().toString();
  }

  private static SourceException absent(ImageReference.Daemon reference) {
    return new SourceException(
        "The Docker engine has no image '"
            + reference.name()
            + "'. Build or pull it first ('docker pull "
            + reference.name()
            + "'), or correct the name.");
  }

  /** Saved once for each id; the archive stays in the cache, where its layers are read. */
  private Image daemon(ImageReference.Daemon reference) throws IOException, InterruptedException {
    try (DockerDaemon docker = DockerDaemon.connect()) {
      String id = docker.imageId(reference.name()).orElseThrow(() -> absent(reference));
      Path tar = cache.resolve("daemon").resolve(id.replaceAll("[^A-Za-z0-9]", "-") + ".tar");
      if (!Files.isRegularFile(tar)) {
        Files.createDirectories(tar.getParent());
        try (Unfinished saved = Unfinished.of(tar)) {
          docker.save(id, saved.path(), store.read());
          Files.move(saved.path(), tar, StandardCopyOption.ATOMIC_MOVE);
          saved.finished();
        }
      }
      CacheLimit.used(tar); // its own time would have its layers verified again
      return DockerArchive.read(tar, reference.toString(), store);
    }
  }
}
