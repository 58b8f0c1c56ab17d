package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes an OCI image layout. All is prepared in a directory beside the target. A new layout is
 * moved into place; to an existing one the blobs are added, then its index is replaced, which is
 * one atomic step, then the blobs go that nothing refers to any more.
 */
final class OciWriter {
  private final Image image;
  private final Path target;
  private final BlobStore blobs;

  OciWriter(Image image, Path target, LayerStore store) {
    this.image = image;
    this.target = target;
    this.blobs = new BlobStore(store.cache(), store.compression());
  }

  Descriptor write() throws IOException {
    checkTarget();
    Path parent = target.getParent();
    Files.createDirectories(parent);
    try (Unfinished unfinished = Unfinished.of(target)) {
      Path part = Files.createDirectory(unfinished.path());
      Descriptor manifest = prepare(part);
      Permissions.ofNewDirectory(part);
      if (isEmptyOrMissing()) {
        Files.deleteIfExists(target);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        unfinished.finished();
      } else {
        replace(part);
      }
      return manifest;
    } catch (IOException e) {
      throw Cache.explained(e, "image '" + target + "'", parent);
    }
  }

  private void checkTarget() throws IOException {
    if (!isEmptyOrMissing() && !Files.isRegularFile(target.resolve("oci-layout"))) {
      throw new ImageException(
          "'"
              + target
              + "' exists and is no OCI image layout, so it is not replaced. Delete it or name"
              + " another directory");
    }
  }

  private boolean isEmptyOrMissing() throws IOException {
    if (!Files.isDirectory(target)) {
      return !Files.exists(target);
    }
    try (Stream<Path> list = Files.list(target)) {
      return list.findAny().isEmpty();
    }
  }

  private Descriptor prepare(Path part) throws IOException {
    Path directory = Files.createDirectories(part.resolve("blobs/sha256"));
    byte[] config = image.config().bytes();
    ObjectNode manifest = Manifests.manifest(config);
    for (Layer layer : image.layers()) {
      Manifests.add(manifest, blobs.put(layer, directory));
    }
    byte[] bytes = Json.bytes(manifest);
    Files.write(part.resolve(Blobs.name(Sha256.of(config))), config);
    Files.write(part.resolve(Blobs.name(Sha256.of(bytes))), bytes);
    Files.writeString(part.resolve("oci-layout"), Manifests.LAYOUT, StandardCharsets.UTF_8);
    Files.write(part.resolve("index.json"), Manifests.index(bytes, ""));
    return Manifests.descriptor(bytes);
  }

  private void replace(Path part) throws IOException {
    Path from = part.resolve("blobs/sha256");
    Path to = Files.createDirectories(target.resolve("blobs/sha256"));
    Set<String> needed = new HashSet<>();
    Set<Path> added = new HashSet<>();
    try {
      for (Path blob : list(from)) {
        String name = blob.getFileName().toString();
        needed.add(name);
        if (!Files.exists(to.resolve(name))) {
          added.add(to.resolve(name));
        }
        Files.move(blob, to.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(
          part.resolve("index.json"), target.resolve("index.json"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      for (Path blob : added) {
        Files.deleteIfExists(blob);
      }
      throw e;
    }
    for (Path blob : list(to)) {
      if (!needed.contains(blob.getFileName().toString())) {
        Files.delete(blob);
      }
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.toList();
    }
  }
}
