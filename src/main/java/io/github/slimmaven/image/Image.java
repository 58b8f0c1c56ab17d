package io.github.slimmaven.image;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An image that can be read: its config and its layers, lowest first.
 *
 * @param reference how the user named it, for messages and reports
 * @param digest digest of the manifest, or of the config where the image's home has no manifest
 *     (docker archive, daemon)
 * @param config the image config; as many diff ids as layers
 * @param layers lowest first
 */
public record Image(String reference, Digest digest, ImageConfig config, List<Layer> layers) {
  public Image {
    layers = List.copyOf(layers);
  }

  /** The same with one layer on top, told apart by the digest of its config. */
  public Image with(Layer layer) {
    List<Layer> more = new ArrayList<>(layers);
    more.add(layer);
    ImageConfig changed =
        config.withLayers(more.stream().map(Layer::diffId).toList(), List.of(), Instant.EPOCH);
    return new Image(reference, Digest.ofContent(changed.bytes()), changed, more);
  }

  /** The same with these labels too, told apart by the digest of its config. */
  public Image withLabels(Map<String, String> labels) {
    ImageConfig changed = config.withLabels(labels);
    return new Image(reference, Digest.ofContent(changed.bytes()), changed, layers);
  }
}
