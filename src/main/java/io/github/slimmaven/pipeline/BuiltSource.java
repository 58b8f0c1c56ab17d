package io.github.slimmaven.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.ImageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A source image and what is known of the application in it. {@code slim:build} leaves it in {@code
 * source.json} for {@code slim:minify}.
 *
 * @param image the source image
 * @param applicationDirs absolute directories that hold the application
 * @param applicationLayers indexes of the layers that hold it, 0 = lowest; empty if not known
 */
record BuiltSource(
    Image image, List<String> applicationDirs, Optional<Set<Integer>> applicationLayers) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FILE = "source.json";

  /** An image of which nothing more is known. */
  static BuiltSource of(Image image) {
    return new BuiltSource(image, List.of(), Optional.empty());
  }

  void write(Path output) throws IOException {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("image", ImageFile.toJson(image));
    applicationDirs.forEach(json.putArray("applicationDirs")::add);
    applicationLayers.ifPresent(
        layers -> new TreeSet<>(layers).forEach(json.putArray("applicationLayers")::add));
    Path part = output.resolve("." + FILE + ".part");
    try {
      Files.write(part, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
      Files.move(part, output.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Whether {@code slim:build} left one. */
  static boolean isIn(Path output) {
    return Files.exists(output.resolve(FILE));
  }

  /** Removes what an earlier {@code slim:build} left: the layers that it names are replaced. */
  static void remove(Path output) throws IOException {
    Files.deleteIfExists(output.resolve(FILE));
  }

  /**
   * Reads what {@code slim:build} left.
   *
   * @throws ImageException if it left nothing, or its layers are gone
   */
  static BuiltSource read(Path output) throws IOException {
    JsonNode json;
    try {
      json = MAPPER.readTree(Files.readAllBytes(output.resolve(FILE)));
    } catch (NoSuchFileException e) {
      throw new ImageException(
          "There is no source image in '"
              + output
              + "': run slim:build before, as in 'mvn package slim:minify', or set 'image'",
          e);
    } catch (JsonProcessingException e) {
      throw new ImageException(
          "'" + output.resolve(FILE) + "' is not what slim:build wrote: run slim:build again", e);
    }
    List<String> directories = new ArrayList<>();
    json.path("applicationDirs").forEach(node -> directories.add(node.asText()));
    Set<Integer> layers = new TreeSet<>();
    json.path("applicationLayers").forEach(node -> layers.add(node.asInt()));
    return new BuiltSource(
        ImageFile.fromJson(json.path("image")),
        directories,
        json.has("applicationLayers") ? Optional.of(layers) : Optional.empty());
  }
}
