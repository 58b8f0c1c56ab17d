package io.github.slimmaven.publish;

import io.github.slimmaven.engine.DockerDaemon;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.registry.RegistryException;
import io.github.slimmaven.registry.RegistryImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a finished image to where the user wants it. */
public final class Publisher {
  private final LayerStore store;
  private final RegistryImages registries;

  public Publisher(RegistryAccess access, LayerStore store, Path cache) {
    this.store = store;
    this.registries = new RegistryImages(access, store, cache);
  }

  /**
   * Writes the image to each place, in order. Each place gets all of it or keeps what it had; the
   * first failure ends it, and its message says which places were served already.
   *
   * @param image what is in the layout
   * @param layout directory of the OCI layout that the image was written to
   * @param manifest descriptor of its manifest, which registries and layouts get unchanged
   * @throws PublishException naming the place that failed
   */
  public void publish(Image image, Path layout, Descriptor manifest, List<ImageReference> to)
      throws IOException, InterruptedException {
    for (ImageReference place : to) {
      if (place instanceof ImageReference.Host) {
        throw new PublishException(
            "'"
                + place
                + "' is no place to write an image to. Use 'docker://NAME', 'tar://PATH',"
                + " 'oci://DIR' or a registry's '[HOST/]NAME[:TAG]' in 'to'.");
      }
    }
    List<String> done = new ArrayList<>();
    for (ImageReference place : to) {
      try {
        publish(image, layout, manifest, place, name(to));
      } catch (IOException e) {
        throw new PublishException(
            "The image could not be written to '"
                + place
                + "'"
                + (done.isEmpty() ? "" : " (it was to '" + String.join("', '", done) + "')")
                + ": "
                + e.getMessage(),
            e);
      }
      done.add(place.toString());
    }
  }

  /**
   * Whether the Docker engine or a registry has this image under this name. Of files only their
   * writer knows.
   *
   * @param manifest digest of the manifest
   * @param id digest of the config
   */
  public boolean has(ImageReference place, Digest manifest, Digest id)
      throws IOException, InterruptedException {
    if (place instanceof ImageReference.Daemon daemon) {
      try (DockerDaemon docker = DockerDaemon.connect()) {
        return docker
            .imageId(tagged(daemon.name()))
            .filter(there -> there.equals(id.toString()) || there.equals(manifest.toString()))
            .isPresent();
      }
    }
    try {
      return place instanceof ImageReference.Registry registry
          && registries.digest(registry).equals(manifest);
    } catch (RegistryException e) {
      return false; // it has none of this name, or cannot be asked: then writing says why
    }
  }

  private void publish(
      Image image, Path layout, Descriptor manifest, ImageReference place, String name)
      throws IOException, InterruptedException {
    if (place instanceof ImageReference.Daemon daemon) {
      load(image, tagged(daemon.name()));
    } else if (place instanceof ImageReference.Archive archive) {
      DockerArchive.write(image, name, archive.path());
    } else if (place instanceof ImageReference.Layout directory) {
      Descriptor written = OciLayout.write(image, directory.directory(), store);
      if (!written.digest().equals(manifest.digest())) {
        throw new PublishException(
            "its manifest there has the digest '"
                + written.digest()
                + "' instead of '"
                + manifest.digest()
                + "'. Clean the cache and run the build again.");
      }
    } else if (place instanceof ImageReference.Registry registry) {
      registries.push(layout, manifest, registry);
    }
  }

  private static void load(Image image, String name) throws IOException, InterruptedException {
    try (DockerDaemon docker = DockerDaemon.connect()) {
      // The engine that verified it has it already; ids are digests, so it is this very image.
      Optional<String> present = docker.imageId(image.digest().toString());
      if (present.isPresent()) {
        docker.tag(present.get(), name);
        return;
      }
      load(image, name, docker);
    }
  }

  private static void load(Image image, String name, DockerDaemon docker)
      throws IOException, InterruptedException {
    try (ArchiveStream archive = new ArchiveStream(out -> DockerArchive.write(image, name, out))) {
      try {
        docker.load(archive);
      } catch (EngineException e) {
        throw archive.failure().orElse(e);
      }
      if (docker.imageId(name).isEmpty()) {
        throw new PublishException(
            "the Docker engine took the image and does not have it. Its own log may say more.");
      }
    }
  }

  /** What an archive calls the image: as the first other place does; "" if there is none. */
  private static String name(List<ImageReference> to) {
    for (ImageReference place : to) {
      String name =
          place instanceof ImageReference.Daemon daemon
              ? daemon.name()
              : place instanceof ImageReference.Registry registry ? registry.name() : "";
      if (!name.isEmpty() && !name.contains("@")) {
        return tagged(name);
      }
    }
    return "";
  }

  private static String tagged(String name) {
    boolean qualified = name.lastIndexOf(':') > name.lastIndexOf('/') || name.contains("@");
    return qualified ? name : name + ":latest";
  }
}
