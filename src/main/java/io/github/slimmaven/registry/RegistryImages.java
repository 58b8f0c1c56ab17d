package io.github.slimmaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import io.github.slimmaven.image.Blob;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Images in registries (OCI distribution spec). Pulled blobs are kept on this machine; what a
 * registry sends is checked against its digest. Thread-safe.
 */
public final class RegistryImages {
  private static final String OS = "linux";

  /** An index may point at an index, but not for ever. */
  private static final int MAX_INDEXES = 3;

  private final RegistryAccess access;
  private final LayerStore store;
  private final PulledBlobs blobs;

  /**
   * Images in the registries that may be reached so.
   *
   * @param cache directory for pulled blobs, made when something is pulled
   */
  public RegistryImages(RegistryAccess access, LayerStore store, Path cache) {
    this.access = access;
    this.store = store;
    this.blobs = new PulledBlobs(cache.resolve("registry"));
  }

  /**
   * Pulls the image for Linux on this machine's architecture. What a digest names is asked for
   * once; a tag each time, unless offline.
   *
   * @throws RegistryException if the registry does not give it, or it is not here and we are
   *     offline
   */
  public Image pull(ImageReference.Registry reference) throws IOException, InterruptedException {
    com.google.cloud.tools.jib.api.ImageReference name = parse(reference);
    String architecture = Platform.architecture();
    String key = key(name, architecture);
    Optional<PulledManifest> known = blobs.find(key);
    boolean usable = name.getDigest().isPresent() || access.offline();
    if (usable && known.isPresent() && blobs.has(known.get())) {
      return image(reference, known.get());
    }
    if (access.offline()) {
      throw notHere(reference);
    }
    try (Repository repository = Repository.open(name, access, false)) {
      PulledManifest manifest = resolve(repository, name, architecture);
      fetch(repository, manifest.config());
      ImageConfig config = config(manifest);
      List<Callable<Layer>> work = new ArrayList<>();
      for (int i = 0; i < manifest.layers().size(); i++) {
        Descriptor blob = manifest.layers().get(i);
        Digest diffId = config.diffIds().get(i);
        work.add(
            () -> {
              fetch(repository, blob);
              return store.layer(diffId, blobs.blob(blob));
            });
      }
      List<Layer> layers = Transfers.inParallel(work, repository);
      blobs.remember(key, manifest);
      return new Image(reference.toString(), manifest.digest(), config, layers);
    }
  }

  /**
   * The digest of the manifest that a name stands for on this machine's architecture. A tag is
   * asked for each time, unless offline; nothing else is pulled.
   *
   * @throws RegistryException if the registry does not have it, or it is not known and we are
   *     offline
   */
  public Digest digest(ImageReference.Registry reference) throws IOException {
    com.google.cloud.tools.jib.api.ImageReference name = parse(reference);
    String architecture = Platform.architecture();
    if (access.offline()) {
      return blobs.find(key(name, architecture)).orElseThrow(() -> notHere(reference)).digest();
    }
    try (Repository repository = Repository.open(name, access, false)) {
      return resolve(repository, name, architecture).digest();
    }
  }

  private static String key(
      com.google.cloud.tools.jib.api.ImageReference name, String architecture) {
    return name + " " + OS + "/" + architecture;
  }

  private static RegistryException notHere(ImageReference.Registry reference) {
    return new RegistryException(
        "The image '"
            + reference
            + "' is not available offline: it was not pulled on this machine yet. Run once"
            + " without '--offline', or use an image of the form 'docker://NAME', 'tar://PATH'"
            + " or 'oci://DIR'.");
  }

  /**
   * Pushes an image of an OCI layout, byte for byte; blobs that the repository has already are not
   * sent.
   *
   * @param layout the layout's directory
   * @param manifest descriptor of the image's manifest in it
   * @throws RegistryException if the registry refuses, or then has something else
   */
  public void push(Path layout, Descriptor manifest, ImageReference.Registry to)
      throws IOException, InterruptedException {
    com.google.cloud.tools.jib.api.ImageReference name = parse(to);
    if (access.offline()) {
      throw new RegistryException(
          "'"
              + to
              + "' cannot be pushed offline. Run without '--offline', or leave it out of 'to'.");
    }
    String qualifier = name.getTag().or(name::getDigest).orElse("latest");
    if (name.getDigest().isPresent()
        && !name.getDigest().get().equals(manifest.digest().toString())) {
      throw new RegistryException(
          "'"
              + to
              + "' cannot be pushed: the image has the digest '"
              + manifest.digest()
              + "'. Name a tag instead of a digest.");
    }
    byte[] json = Files.readAllBytes(blob(layout, manifest));
    PulledManifest content = PulledManifest.of(manifest.digest(), PulledManifest.parse(json));
    try (Repository repository = Repository.open(name, access, true)) {
      List<Callable<Descriptor>> work = new ArrayList<>();
      for (Descriptor descriptor : content.blobs()) {
        work.add(
            () -> {
              repository.push(descriptor, blob(layout, descriptor));
              return descriptor;
            });
      }
      Transfers.inParallel(work, repository);
      repository.pushManifest(json, manifest.mediaType(), qualifier);
      Digest pushed = repository.manifest(qualifier).digest();
      if (!pushed.equals(manifest.digest())) {
        throw new RegistryException(
            "Registry '"
                + name.getRegistry()
                + "' changed the image '"
                + to
                + "' while storing it: its digest is '"
                + pushed
                + "', and it was pushed as '"
                + manifest.digest()
                + "'. Check whether somebody else pushes the same tag, and push again.");
      }
    }
  }

  private PulledManifest resolve(
      Repository repository,
      com.google.cloud.tools.jib.api.ImageReference name,
      String architecture)
      throws IOException {
    String qualifier = name.getDigest().or(name::getTag).orElse("latest");
    for (int depth = 0; depth < MAX_INDEXES; depth++) {
      Repository.Manifest manifest = repository.manifest(qualifier);
      if (qualifier.startsWith("sha256:") && !manifest.digest().toString().equals(qualifier)) {
        throw new RegistryException(
            "Registry '"
                + name.getRegistry()
                + "' gave a manifest with the digest '"
                + manifest.digest()
                + "' for '"
                + qualifier
                + "'. Do not use what this registry or a proxy in between sends.");
      }
      if (!manifest.json().has("manifests")) {
        return PulledManifest.of(manifest.digest(), manifest.json());
      }
      qualifier = choose(manifest.json(), name, architecture);
    }
    throw new RegistryException(
        "'" + name + "' is an index of indexes without end. Name an image by its digest.");
  }

  private static String choose(
      JsonNode index, com.google.cloud.tools.jib.api.ImageReference name, String architecture)
      throws RegistryException {
    List<String> offered = new ArrayList<>();
    for (JsonNode manifest : index.path("manifests")) {
      JsonNode platform = manifest.path("platform");
      String text = platform.path("os").asText() + "/" + platform.path("architecture").asText();
      if (text.equals(OS + "/" + architecture)) {
        return manifest.path("digest").asText();
      }
      offered.add(text);
    }
    throw new RegistryException(
        "'"
            + name
            + "' has no image for '"
            + OS
            + "/"
            + architecture
            + "', only for '"
            + String.join("', '", offered)
            + "'. Choose another image, or build on such a machine.");
  }

  private void fetch(Repository repository, Descriptor blob) throws IOException {
    if (!blobs.has(blob)) {
      blobs.put(blob, file -> repository.pull(blob, file));
    }
  }

  private Image image(ImageReference.Registry reference, PulledManifest manifest)
      throws IOException {
    ImageConfig config = config(manifest);
    List<Blob> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      layers.add(blobs.blob(layer));
    }
    return new Image(
        reference.toString(), manifest.digest(), config, store.layers(config.diffIds(), layers));
  }

  private ImageConfig config(PulledManifest manifest) throws IOException {
    ImageConfig config = ImageConfig.parse(blobs.read(manifest.config()));
    int diffIds = config.diffIds().size();
    if (diffIds != manifest.layers().size()) {
      throw new ImageException(
          "The image '"
              + manifest.digest()
              + "' is corrupt: its manifest has '"
              + manifest.layers().size()
              + "' layers, its config '"
              + diffIds
              + "'. Build and push the image again");
    }
    return config;
  }

  private static Path blob(Path layout, Descriptor descriptor) throws ImageException {
    Path file = layout.resolve("blobs/sha256").resolve(descriptor.digest().hex());
    if (!Files.isRegularFile(file)) {
      throw new ImageException(
          "The layout '"
              + layout
              + "' is incomplete: it has no blob '"
              + descriptor.digest()
              + "'. Build the image again");
    }
    return file;
  }

  private static com.google.cloud.tools.jib.api.ImageReference parse(
      ImageReference.Registry reference) throws RegistryException {
    try {
      return com.google.cloud.tools.jib.api.ImageReference.parse(reference.name());
    } catch (InvalidImageReferenceException e) {
      throw new RegistryException(
          "'" + reference.name() + "' is no image reference: expected " + ImageReference.FORMS, e);
    }
  }
}
