package io.github.slimmaven.minify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Entry;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.keep.KeepSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes the minified image: for each source layer one with the records of its kept entries, in
 * their order and byte by byte, but for the modes and owners that the user changes. What upper
 * layers hide or remove is never copied, so no whiteout is needed. A layer that keeps nothing goes;
 * its history stays as that of an empty layer.
 */
public final class Minifier {
  private Minifier() {}

  /**
   * Writes the layers.
   *
   * @param source image to take the records from
   * @param tree its merged tree
   * @param keep paths that stay; the directories that lead to them stay too
   * @param workDirectory where the plain tars of the layers go; they must outlive the image
   * @param created goes into the config
   * @throws ImageException if nothing is kept, or a hard link without the name that it links to
   */
  public static Image minify(
      Image source, FileTree tree, KeepSet keep, Path workDirectory, Instant created)
      throws IOException {
    List<Map<String, Entry>> kept = byLayer(source, tree, keep);
    List<Layer> layers = new ArrayList<>();
    List<Boolean> stays = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      Path tar = workDirectory.resolve("layer-" + i + ".tar");
      Optional<Layer> layer =
          new LayerFilter(i, source.layers().get(i), tree, kept, keep.edits()).write(tar);
      layer.ifPresent(layers::add);
      stays.add(layer.isPresent());
    }
    ImageConfig config =
        source
            .config()
            .withLayers(
                layers.stream().map(Layer::diffId).toList(),
                history(source.config().history(), stays),
                created);
    return new Image(source.reference(), Digest.ofContent(config.bytes()), config, layers);
  }

  private static List<Map<String, Entry>> byLayer(Image source, FileTree tree, KeepSet keep)
      throws ImageException {
    List<Map<String, Entry>> layers = new ArrayList<>();
    source.layers().forEach(layer -> layers.add(new TreeMap<>()));
    int count = 0;
    for (String path : keep.reasons().keySet()) {
      Entry entry = tree.get(path).orElse(null);
      if (entry == null) {
        throw new ImageException(
            "'" + path + "' is to be kept, but '" + source.reference() + "' has no such entry");
      }
      if (entry.type() == Entry.Type.HARDLINK && !keep.keeps(entry.link())) {
        throw new ImageException(
            "'"
                + path
                + "' is to be kept, but not '"
                + entry.link()
                + "', which it is a hard link to. Keep both");
      }
      count++;
      while (!entry.path().equals("/")
          && layers.get(entry.layer()).put(entry.path(), entry) == null) {
        entry = tree.get(parent(entry.path())).orElseThrow();
      }
    }
    if (count == 0) {
      throw new ImageException(
          "nothing of '"
              + source.reference()
              + "' is to be kept. Check the trace and the patterns");
    }
    return layers;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash == 0 ? "/" : path.substring(0, slash);
  }

  /** The history with the entries of dropped layers marked; none if it did not fit the layers. */
  private static List<JsonNode> history(List<JsonNode> source, List<Boolean> stays) {
    long layers = source.stream().filter(entry -> !isEmpty(entry)).count();
    if (layers != stays.size()) {
      return stays.contains(false) ? List.of() : source;
    }
    List<JsonNode> history = new ArrayList<>();
    int layer = 0;
    for (JsonNode entry : source) {
      if (isEmpty(entry) || stays.get(layer++)) {
        history.add(entry);
      } else {
        history.add(((ObjectNode) entry.deepCopy()).put("empty_layer", true));
      }
    }
    return history;
  }

  private static boolean isEmpty(JsonNode entry) {
    return entry.path("empty_layer").asBoolean(false);
  }
}
