package io.github.slimmaven.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The size of an image, as {@code size.json} holds it. Sizes are bytes.
 *
 * @param size of file content over all layers
 * @param compressedSize of the layer blobs; empty where the image's home has a layer uncompressed
 * @param files number of entries but directories
 * @param layers number of layers
 * @param parts what takes it; empty for the source and in files of older versions
 */
public record ImageSize(
    long size, Optional<Long> compressedSize, long files, int layers, Optional<Parts> parts) {
  public ImageSize {
    compressedSize = Report.optional(compressedSize);
    parts = Report.optional(parts);
  }

  /** The size of an image, without its parts. */
  public static ImageSize of(Report.ImageSummary image) {
    return new ImageSize(
        image.size(),
        image.compressedSize(),
        image.files(),
        image.layers().size(),
        Optional.empty());
  }

  /** The same with these parts. */
  public ImageSize with(Parts newParts) {
    return new ImageSize(size, compressedSize, files, layers, Optional.of(newParts));
  }

  /**
   * What takes the bytes of an image, by four measures; each of the first two adds up to the whole.
   *
   * @param layers lowest first
   * @param directories of at most three levels, to the bytes in them and not in another one of the
   *     list; {@code (hidden)} is what upper layers hide
   * @param packages {@code type:name} of packages other than jars, as {@code deb:libssl3}; empty
   *     where the image has no database of packages
   * @param artifacts {@code group:artifact}, or {@code jar:name} of a jar that does not say
   */
  public record Parts(
      List<LayerPart> layers,
      Map<String, Long> directories,
      Map<String, Part> packages,
      Map<String, Part> artifacts) {
    public Parts {
      layers = Report.listOf(layers);
      directories = sorted(directories);
      packages = sorted(packages);
      artifacts = sorted(artifacts);
    }

    private static <T> Map<String, T> sorted(Map<String, T> map) {
      return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
  }

  /** A layer: what made it, and the bytes of its file content. */
  public record LayerPart(String createdBy, long size) {
    public LayerPart {
      createdBy = createdBy == null ? "" : createdBy;
    }
  }

  /**
   * A package or an artifact.
   *
   * @param version or several, separated by ", "; "" if it is not known
   * @param size bytes of its files; of a jar in another one, what it takes there
   * @param via the dependencies that brought it in, from the one that the project declares, each
   *     {@code group:artifact:version}; empty for that itself, or if it is not known
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Part(String version, long size, List<String> via) {
    public Part {
      version = version == null ? "" : version;
      via = Report.listOf(via);
    }
  }
}
