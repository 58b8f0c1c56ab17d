package io.github.slimmaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.ImageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * An image manifest (OCI image spec, {@code manifest.md}; Docker's schema 2 reads the same).
 *
 * @param digest of the manifest's bytes
 */
record PulledManifest(Digest digest, Descriptor config, List<Descriptor> layers) {
  private static final ObjectMapper JSON = new ObjectMapper();

  PulledManifest {
    layers = List.copyOf(layers);
  }

  /**
   * @throws ImageException if the JSON is no such manifest
   */
  static PulledManifest of(Digest digest, JsonNode json) throws ImageException {
    if (!json.path("config").has("digest")) {
      throw new ImageException(
          "The manifest '"
              + digest
              + "' is of a kind that is not supported: '"
              + json.path("mediaType").asText("schema " + json.path("schemaVersion").asText("?"))
              + "'. Push the image again with a current tool");
    }
    try {
      List<Descriptor> layers = new ArrayList<>();
      json.path("layers").forEach(layer -> layers.add(descriptor(layer)));
      return new PulledManifest(digest, descriptor(json.path("config")), layers);
    } catch (IllegalArgumentException e) {
      throw new ImageException(
          "The manifest '"
              + digest
              + "' is corrupt: "
              + e.getMessage()
              + ". Build and push the image again",
          e);
    }
  }

  /** Bytes that must be a JSON object. */
  static ObjectNode parse(byte[] bytes) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new ImageException("The image is corrupt: a part of it is no JSON. Build it again", e);
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new ImageException(
        "The image is corrupt: a part of it is no JSON object. Build it again");
  }

  /** In the form in which {@link #of} reads it. */
  byte[] json() throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("digest", digest.toString());
    write(json.putObject("config"), config);
    for (Descriptor layer : layers) {
      write(json.withArray("layers").addObject(), layer);
    }
    return JSON.writeValueAsBytes(json);
  }

  /** Config and layers, each blob once. */
  List<Descriptor> blobs() {
    List<Descriptor> blobs = new ArrayList<>(layers);
    blobs.add(config);
    return blobs.stream().distinct().toList();
  }

  private static void write(ObjectNode json, Descriptor descriptor) {
    json.put("mediaType", descriptor.mediaType());
    json.put("digest", descriptor.digest().toString());
    json.put("size", descriptor.size());
  }

  private static Descriptor descriptor(JsonNode json) {
    return new Descriptor(
        json.path("mediaType").asText(""),
        Digest.of(json.path("digest").asText()),
        json.path("size").asLong());
  }
}
