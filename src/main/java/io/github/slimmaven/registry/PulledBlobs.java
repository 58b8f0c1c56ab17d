package io.github.slimmaven.registry;

import io.github.slimmaven.image.Blob;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.ImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
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

  /** Writes a file. */
  interface Content {
    void write(Path file) throws IOException;
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

  void put(Descriptor blob, Content content) throws IOException {
    replace(file(blob), content);
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
    if (!sha256(bytes).equals(blob.digest())) {
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
    replace(names(name), file -> Files.write(file, json));
  }

  private Path file(Descriptor blob) {
    return directory.resolve("blobs").resolve(blob.digest().hex());
  }

  private Path names(String name) {
    return directory
        .resolve("names")
        .resolve(sha256(name.getBytes(StandardCharsets.UTF_8)).hex() + ".json");
  }

  private static void replace(Path file, Content content) throws IOException {
    Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(file.getParent(), ".", ".part");
    try {
      content.write(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Digest sha256(byte[] bytes) {
    try {
      return new Digest(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
