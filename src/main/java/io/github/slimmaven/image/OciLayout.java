package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Images in OCI image layout directories (OCI image spec, {@code image-layout.md}). */
public final class OciLayout {
  private OciLayout() {}

  /**
   * Reads an image. Of several platforms it takes this host's.
   *
   * @param directory the layout; {@code DIR:TAG} names one image of several
   * @param reference how the user named it
   * @throws ImageException if it is no layout, incomplete or corrupt, or holds several images
   */
  public static Image read(Path directory, String reference, LayerStore store) throws IOException {
    Tagged tagged = Tagged.of(directory);
    Path layout = tagged.path();
    if (!Files.isRegularFile(layout.resolve("index.json"))) {
      throw new ImageException(
          "'"
              + layout
              + "' is no OCI image layout: it has no 'index.json'. Name the directory that"
              + " 'skopeo copy ... oci:DIR' or 'docker buildx build -o type=oci,tar=false' wrote");
    }
    return new OciReader(new Directory(layout, reference), reference).read(tagged.tag(), store);
  }

  /**
   * Writes an image as the only one of a layout: complete or, on failure, not at all. An existing
   * layout is replaced.
   *
   * @return the manifest's descriptor
   * @throws ImageException if the directory exists and is something else
   */
  public static Descriptor write(Image image, Path directory, LayerStore store) throws IOException {
    return new OciWriter(image, directory.toAbsolutePath().normalize(), store).write();
  }

  /**
   * An image that was just written to a layout, as reading it would give it, without another pass
   * over its layers.
   *
   * @param image what was written
   * @param reference how the user names the layout
   */
  public static Image written(Image image, Path layout, Descriptor manifest, String reference)
      throws IOException {
    Directory blobs = new Directory(layout, reference);
    List<Layer> layers = new ArrayList<>();
    for (JsonNode node : Json.object(blobs.json(manifest), "the manifest").path("layers")) {
      Descriptor stored =
          new Descriptor(
              node.path("mediaType").asText(),
              Digest.of(node.path("digest").asText()),
              node.path("size").asLong());
      layers.add(new Stored(image.layers().get(layers.size()), stored));
    }
    return new Image(reference, manifest.digest(), image.config(), layers);
  }

  /** A layer and its blob in a layout. */
  private record Stored(Layer layer, Descriptor descriptor) implements Layer {
    @Override
    public Digest diffId() {
      return layer.diffId();
    }

    @Override
    public boolean cacheable() {
      return layer.cacheable();
    }

    @Override
    public SeekableByteChannel open() throws IOException {
      return layer.open();
    }
  }

  /**
   * The descriptor of a manifest in a layout.
   *
   * @throws ImageException if the layout does not have it, or not whole
   */
  public static Descriptor manifest(Path layout, Digest digest) throws IOException {
    byte[] bytes =
        new Directory(layout, layout.toString())
            .need(Blobs.name(digest))
            .bytes("the manifest of '" + layout + "'", Blobs.JSON_LIMIT);
    return Manifests.descriptor(bytes);
  }

  private record Directory(Path root, String home) implements Blobs {
    @Override
    public Optional<Slice> find(String name) throws IOException {
      Path file = root.resolve(name);
      return Files.isRegularFile(file) ? Optional.of(Slice.whole(file)) : Optional.empty();
    }
  }
}
