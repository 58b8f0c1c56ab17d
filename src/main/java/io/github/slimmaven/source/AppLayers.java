package io.github.slimmaven.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Blob;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Layers of applications, each built once for the paths, modes and contents in it: {@code
 * app/<fingerprint>.tar.gz} of the cache, and what is known of it in a JSON file beside it.
 */
final class AppLayers {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LayerStore store;
  private final Path directory;

  AppLayers(LayerStore store, Path cache) {
    this.store = store;
    this.directory = cache.resolve("app");
  }

  /**
   * @param work an existing directory of this build
   */
  List<Layer> build(List<AppLayer> plans, Path work) throws IOException, InterruptedException {
    Map<AppLayer, Digest> fingerprints = new LinkedHashMap<>();
    List<AppLayer> unknown = new ArrayList<>();
    for (AppLayer plan : plans) {
      Digest fingerprint = plan.fingerprint();
      fingerprints.put(plan, fingerprint);
      if (find(fingerprint).isEmpty()) {
        unknown.add(plan);
      }
    }
    if (!unknown.isEmpty()) {
      Files.createDirectories(directory);
      try (JibArchive archive = JibArchive.build(unknown, work, store)) {
        for (int i = 0; i < unknown.size(); i++) {
          keep(fingerprints.get(unknown.get(i)), archive, archive.layers().get(i));
        }
      }
    }
    List<Layer> layers = new ArrayList<>();
    for (AppLayer plan : plans) {
      layers.add(
          find(fingerprints.get(plan))
              .orElseThrow(
                  () ->
                      new SourceException(
                          "The layer '"
                              + plan.name()
                              + "' vanished from '"
                              + directory
                              + "' while it was built. Do not clean the cache during a build; run"
                              + " the build again.")));
    }
    return layers;
  }

  private Optional<Layer> find(Digest fingerprint) throws IOException {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(description(fingerprint)));
      Path blob = blob(fingerprint);
      long size = json.path("size").asLong();
      if (Files.size(blob) != size) {
        return Optional.empty();
      }
      FileTime now = FileTime.from(Instant.now());
      Files.setLastModifiedTime(blob, now);
      Files.setLastModifiedTime(description(fingerprint), now);
      Descriptor descriptor =
          new Descriptor(
              json.path("mediaType").asText(), Digest.of(json.path("digest").asText()), size);
      return Optional.of(
          store.layer(Digest.of(json.path("diffId").asText()), Blob.of(descriptor, blob)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void keep(Digest fingerprint, JibArchive archive, Layer layer) throws IOException {
    Descriptor descriptor = layer.descriptor();
    ObjectNode json =
        JSON.createObjectNode()
            .put("diffId", layer.diffId().toString())
            .put("mediaType", descriptor.mediaType())
            .put("digest", descriptor.digest().toString())
            .put("size", descriptor.size());
    AtomicFile.write(blob(fingerprint), file -> archive.copy(descriptor.digest(), file));
    AtomicFile.write(
        description(fingerprint), file -> Files.write(file, JSON.writeValueAsBytes(json)));
  }

  private Path blob(Digest fingerprint) {
    return directory.resolve(fingerprint.hex() + ".tar.gz");
  }

  private Path description(Digest fingerprint) {
    return directory.resolve(fingerprint.hex() + ".json");
  }
}
