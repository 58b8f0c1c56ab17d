package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import java.util.Map;
import java.util.TreeMap;

/**
 * The labels by which a minified image tells its source. Only what is the same in every run on a
 * source is in them, so that equal files still make equal images; {@code provenance.json} has the
 * rest.
 */
final class Labels {
  static final String SOURCE = "io.github.slimmaven.source";
  static final String VERSION = "io.github.slimmaven.version";

  private Labels() {}

  /** Digest of the source's config: the same wherever the source lies. */
  static Digest sourceId(Image source) {
    return Digest.ofContent(source.config().bytes());
  }

  /** What a minified image says of itself. */
  static Map<String, String> of(Image source) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(SOURCE, sourceId(source).toString());
    Settings.version().ifPresent(version -> labels.put(VERSION, version));
    return labels;
  }
}
