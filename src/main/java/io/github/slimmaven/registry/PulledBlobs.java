package io.github.slimmaven.registry;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Blob;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.ImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * What was pulled on this machine: {@code blobs/<hex>}, and for each name {@code
 * names/<hash>.json}. A file is there whole or not at all, also beside other processes.
 */
final class PulledBlobs {
  private static final int MAX_JSON = 16 << 20;

  private final Path directory;

  PulledBlobs(Path directory) {
    this.directory = directory;
  }

  /** Whether the blob is here; if so, it counts as used now. */
  boolean has(Descriptor blob) throws IOException {
    Path file = file(blob);
    try {
      if (Files.size(file) != blob.size()) {
        return false;
      }
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  boolean has(PulledManifest manifest) throws IOException {
    for (Descriptor blob : manifest.blobs()) {
      if (!has(blob)) {
        return false;
      }
    }
    return true;
  }

  void put(Descriptor blob, AtomicFile.Content content) throws IOException {
    AtomicFile.write(file(blob), content);
  }

  /** A small blob's bytes, verified. */
  byte[] read(Descriptor blob) throws IOException {
    if (blob.size() > MAX_JSON) {
      throw new ImageException(
          "The config '"
              + blob.digest()
              + "' has '"
              + blob.size()
              + "' bytes, at most "
              + MAX_JSON
              + " are taken. Build the image again");
    }
    byte[] bytes = Files.readAllBytes(file(blob));
    if (!Digest.ofContent(bytes).equals(blob.digest())) {
      Files.deleteIfExists(file(blob));
      throw new ImageException(
          "The pulled blob '" + blob.digest() + "' was damaged on this machine. Try again");
    }
    return bytes;
  }

  Blob blob(Descriptor descriptor) throws IOException {
    return Blob.of(descriptor, file(descriptor));
  }

  Optional<PulledManifest> find(String name) throws IOException {
    try {
      var json = PulledManifest.parse(Files.readAllBytes(names(name)));
      return Optional.of(PulledManifest.of(Digest.of(json.path("digest").asText()), json));
    } catch (NoSuchFileException | ImageException e) {
      return Optional.empty();
    }
  }

  void remember(String name, PulledManifest manifest) throws IOException {
    byte[] json = manifest.json();
    AtomicFile.write(names(name), file -> Files.write(file, json));
  }

  private Path file(Descriptor blob) {
    return directory.resolve("blobs").resolve(blob.digest().hex());
  }

  private Path names(String name) {
    return directory
        .resolve("names")
        .resolve(Digest.ofContent(name.getBytes(StandardCharsets.UTF_8)).hex() + ".json");
  }
}
