package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the {@code manifest.json} of a docker archive (Docker image spec v1.2, "Combined Image JSON
 * + Filesystem Changeset Format").
 */
final class DockerReader {
  private static final Pattern BLOB =
      Pattern.compile("(?:blobs/sha256/)?([0-9a-f]{64})(?:\\.json)?");

  private final Blobs blobs;
  private final String reference;

  DockerReader(Blobs blobs, String reference) {
    this.blobs = blobs;
    this.reference = reference;
  }

  Image read(Optional<String> tag, LayerStore store) throws IOException {
    byte[] bytes = blobs.need("manifest.json").bytes("manifest.json", Blobs.JSON_LIMIT);
    JsonNode manifest =
        choose(Json.list(Json.array(bytes, "'manifest.json' of '" + reference + "'")), tag);
    String configName = manifest.path("Config").asText("");
    byte[] json = blobs.need(configName).bytes(configName, Blobs.JSON_LIMIT);
    Digest digest = Sha256.of(json);
    Matcher named = BLOB.matcher(configName);
    if (named.matches() && !named.group(1).equals(digest.hex())) {
      throw new ImageException(
          "'"
              + reference
              + "' is corrupt: its config '"
              + configName
              + "' has digest '"
              + digest
              + "'. Save or build the image again");
    }
    ImageConfig config = ImageConfig.parse(json);
    List<String> names = Json.strings(manifest.path("Layers"));
    OciReader.checkCount(reference, config, names.size());
    List<Blob> layers = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      layers.add(blob(names.get(i), config.diffIds().get(i)));
    }
    return new Image(reference, digest, config, store.layers(config.diffIds(), layers));
  }

  private Blob blob(String name, Digest diffId) throws IOException {
    Slice slice = blobs.need(name);
    Compression compression = Compression.of(slice, "layer '" + name + "' of '" + reference + "'");
    if (compression == Compression.NONE) {
      return new FileBlob(new Descriptor(MediaTypes.LAYER, diffId, slice.length()), slice);
    }
    Matcher named = BLOB.matcher(name);
    Digest digest = named.matches() ? new Digest(named.group(1)) : Blobs.digest(slice);
    String type = compression == Compression.GZIP ? MediaTypes.LAYER_GZIP : MediaTypes.LAYER_ZSTD;
    return new FileBlob(new Descriptor(type, digest, slice.length()), slice);
  }

  private JsonNode choose(List<JsonNode> images, Optional<String> tag) throws ImageException {
    List<JsonNode> chosen =
        tag.isEmpty() ? images : images.stream().filter(i -> tags(i).contains(tag.get())).toList();
    if (chosen.size() == 1) {
      return chosen.get(0);
    }
    List<String> names = new ArrayList<>();
    images.forEach(image -> names.add(String.join("', '", tags(image))));
    throw new ImageException(
        "'"
            + reference
            + "' holds "
            + images.size()
            + " images ('"
            + String.join("', '", names)
            + "')"
            + tag.map(t -> ", not '" + t + "'").orElse("")
            + ". Name one of them after a colon, as in 'tar://PATH:NAME:TAG', or save one only");
  }

  private static List<String> tags(JsonNode image) {
    return Json.strings(image.path("RepoTags"));
  }
}
