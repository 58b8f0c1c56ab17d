package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Builds manifests and indexes (OCI image spec, {@code manifest.md} and {@code image-index.md}).
 */
final class Manifests {
  /** Content of the file {@code oci-layout}. */
  static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

  private Manifests() {}

  /** A manifest without layers yet. */
  static ObjectNode manifest(byte[] config) {
    ObjectNode manifest = Json.object();
    manifest.put("schemaVersion", 2).put("mediaType", MediaTypes.MANIFEST);
    put(
        manifest.putObject("config"),
        new Descriptor(MediaTypes.CONFIG, Sha256.of(config), config.length));
    manifest.putArray("layers");
    return manifest;
  }

  static void add(ObjectNode manifest, Descriptor layer) {
    put(((ArrayNode) manifest.get("layers")).addObject(), layer);
  }

  static Descriptor descriptor(byte[] manifest) {
    return new Descriptor(MediaTypes.MANIFEST, Sha256.of(manifest), manifest.length);
  }

  /**
   * An index of this one manifest.
   *
   * @param name that containerd and Docker give the image when they load it; "" for none
   */
  static byte[] index(byte[] manifest, String name) {
    ObjectNode index = Json.object();
    index.put("schemaVersion", 2).put("mediaType", MediaTypes.INDEX);
    ObjectNode entry = index.putArray("manifests").addObject();
    put(entry, descriptor(manifest));
    if (!name.isEmpty()) {
      entry
          .putObject("annotations")
          .put("io.containerd.image.name", qualified(name))
          .put("org.opencontainers.image.ref.name", name.substring(name.lastIndexOf(':') + 1));
    }
    return Json.bytes(index);
  }

  /** With the registry that Docker implies. */
  private static String qualified(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
      return name;
    }
    return "docker.io/" + (slash < 0 ? "library/" : "") + name;
  }

  private static void put(ObjectNode node, Descriptor descriptor) {
    node.put("mediaType", descriptor.mediaType())
        .put("digest", descriptor.digest().toString())
        .put("size", descriptor.size());
  }
}
