package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers an image whose layers lie on this machine, without copying them: a JSON object with the
 * text of its config and, for each layer, the file and the range that hold its tar.
 */
public final class ImageFile {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ImageFile() {}

  /** The object; it holds as long as the layers' files do. */
  public static ObjectNode toJson(Image image) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("reference", image.reference());
    json.put("digest", image.digest().toString());
    json.put("config", new String(image.config().bytes(), StandardCharsets.UTF_8));
    ArrayNode layers = json.putArray("layers");
    for (Layer layer : image.layers()) {
      if (!(layer instanceof FileLayer file)) {
        throw new IllegalArgumentException("layer '" + layer.diffId() + "' lies in no file");
      }
      ObjectNode entry = layers.addObject();
      entry.put("diffId", file.diffId().toString());
      entry.put("mediaType", file.descriptor().mediaType());
      entry.put("digest", file.descriptor().digest().toString());
      entry.put("size", file.descriptor().size());
      entry.put("cacheable", file.cacheable());
      entry.set("tar", slice(file.tar()));
      file.blob()
          .filter(FileBlob.class::isInstance)
          .ifPresent(blob -> entry.set("blob", slice(((FileBlob) blob).slice())));
    }
    return json;
  }

  /**
   * The image of {@link #toJson}.
   *
   * @throws ImageException if a layer's file is no longer there or has another length
   */
  public static Image fromJson(JsonNode json) throws IOException {
    List<Layer> layers = new ArrayList<>();
    for (JsonNode entry : json.path("layers")) {
      Digest diffId = Digest.of(entry.path("diffId").asText());
      Descriptor descriptor =
          new Descriptor(
              entry.path("mediaType").asText(),
              Digest.of(entry.path("digest").asText()),
              entry.path("size").asLong());
      Slice tar = slice(entry.path("tar"), diffId);
      Optional<Blob> blob =
          entry.has("blob")
              ? Optional.of(new FileBlob(descriptor, slice(entry.path("blob"), diffId)))
              : Optional.empty();
      layers.add(new FileLayer(diffId, descriptor, entry.path("cacheable").asBoolean(), tar, blob));
    }
    return new Image(
        json.path("reference").asText(),
        Digest.of(json.path("digest").asText()),
        ImageConfig.parse(json.path("config").asText().getBytes(StandardCharsets.UTF_8)),
        layers);
  }

  private static ObjectNode slice(Slice slice) {
    return MAPPER
        .createObjectNode()
        .put("file", slice.file().toString())
        .put("offset", slice.offset())
        .put("length", slice.length());
  }

  private static Slice slice(JsonNode json, Digest diffId) throws IOException {
    Slice slice =
        new Slice(
            Path.of(json.path("file").asText()),
            json.path("offset").asLong(),
            json.path("length").asLong());
    if (!Files.isRegularFile(slice.file())
        || Files.size(slice.file()) < slice.offset() + slice.length()) {
      throw new ImageException(
          "layer '" + diffId + "' is no longer in '" + slice.file() + "': run slim:build again");
    }
    return slice;
  }
}
