package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads an image out of an OCI image layout (OCI image spec, {@code image-layout.md}). */
final class OciReader {
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final int DEPTH = 4;

  private final Blobs blobs;
  private final String reference;

  OciReader(Blobs blobs, String reference) {
    this.blobs = blobs;
    this.reference = reference;
  }

  /**
   * Reads.
   *
   * @param tag the {@code ref.name} of the image; empty if there should be one only
   */
  Image read(Optional<String> tag, LayerStore store) throws IOException {
    JsonNode index = json(blobs.need("index.json").bytes("index.json", Blobs.JSON_LIMIT));
    List<JsonNode> images = images(index);
    if (tag.isPresent()) {
      images = images.stream().filter(image -> refName(image).equals(tag.get())).toList();
    }
    if (images.size() > 1 && images.stream().allMatch(OciReader::hasPlatform)) {
      return manifest(forThisHost(images), store);
    }
    if (images.size() != 1) {
      throw new ImageException(
          "'"
              + reference
              + "' holds "
              + names(images(index))
              + (tag.isPresent() ? ", not '" + tag.get() + "'" : "")
              + ". Name one of them after a colon, as in 'oci://DIR:TAG'");
    }
    return manifest(images.get(0), store);
  }

  private Image manifest(JsonNode start, LayerStore store) throws IOException {
    JsonNode node = start;
    for (int depth = 0; depth < DEPTH; depth++) {
      Descriptor descriptor = descriptor(node);
      ObjectNode json = json(blobs.json(descriptor));
      if (!json.has("manifests")) {
        return image(descriptor, json, store);
      }
      List<JsonNode> images = images(json);
      node = images.size() == 1 ? images.get(0) : forThisHost(images);
    }
    throw new ImageException(
        "'" + reference + "' nests indexes more than " + DEPTH + " deep. Build the image again");
  }

  private Image image(Descriptor descriptor, ObjectNode manifest, LayerStore store)
      throws IOException {
    if (!manifest.has("config") || !manifest.path("layers").isArray()) {
      throw new ImageException(
          "'"
              + reference
              + "' has a manifest '"
              + descriptor.digest()
              + "' that is none of an image: expected 'config' and 'layers'. Build the image again");
    }
    ImageConfig config = ImageConfig.parse(blobs.json(descriptor(manifest.path("config"))));
    List<Descriptor> layers = new ArrayList<>();
    for (JsonNode layer : manifest.path("layers")) {
      layers.add(descriptor(layer));
    }
    checkCount(reference, config, layers.size());
    List<Blob> stored = new ArrayList<>();
    for (Descriptor layer : layers) {
      stored.add(blobs.layer(layer));
    }
    return new Image(
        reference, descriptor.digest(), config, store.layers(config.diffIds(), stored));
  }

  static void checkCount(String reference, ImageConfig config, int layers) throws ImageException {
    if (config.diffIds().size() != layers) {
      throw new ImageException(
          "'"
              + reference
              + "' is corrupt: its manifest has '"
              + layers
              + "' layers, its config '"
              + config.diffIds().size()
              + "'. Save, pull or build the image again");
    }
  }

  private JsonNode forThisHost(List<JsonNode> images) throws ImageException {
    String host = "linux/" + Platform.architecture();
    for (JsonNode image : images) {
      if (platform(image).equals(host)) {
        return image;
      }
    }
    List<String> available = images.stream().map(OciReader::platform).sorted().distinct().toList();
    throw new ImageException(
        "'"
            + reference
            + "' has no image for '"
            + host
            + "', only for '"
            + String.join("', '", available)
            + "'. Choose an image of this platform");
  }

  /** What is no attestation. */
  private static List<JsonNode> images(JsonNode index) {
    return Json.list(index.path("manifests")).stream()
        .filter(m -> !m.path("annotations").has("vnd.docker.reference.type"))
        .filter(m -> !platform(m).equals("unknown/unknown"))
        .toList();
  }

  private static boolean hasPlatform(JsonNode image) {
    return image.has("platform");
  }

  private static String platform(JsonNode image) {
    JsonNode platform = image.path("platform");
    return platform.path("os").asText("") + "/" + platform.path("architecture").asText("");
  }

  private static String refName(JsonNode image) {
    return image.path("annotations").path(REF_NAME).asText("");
  }

  private static String names(List<JsonNode> images) {
    if (images.isEmpty()) {
      return "no image";
    }
    List<String> names = new ArrayList<>();
    for (JsonNode image : images) {
      names.add(refName(image).isEmpty() ? image.path("digest").asText() : refName(image));
    }
    return String.format(Locale.ROOT, "%d images ('%s')", names.size(), String.join("', '", names));
  }

  private ObjectNode json(byte[] bytes) throws ImageException {
    return Json.object(bytes, "a manifest of '" + reference + "'");
  }

  private Descriptor descriptor(JsonNode node) throws ImageException {
    try {
      return new Descriptor(
          node.path("mediaType").asText(""),
          Digest.of(node.path("digest").asText("")),
          node.path("size").asLong(-1));
    } catch (IllegalArgumentException e) {
      throw new ImageException(
          "'" + reference + "' has a wrong descriptor: " + e.getMessage() + ". Build it again", e);
    }
  }
}
