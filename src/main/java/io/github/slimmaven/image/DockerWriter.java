package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes a tar that is an OCI image layout and has the {@code manifest.json} of {@code docker save}
 * too, as Docker 25 does; older engines read that file only.
 */
final class DockerWriter {
  private final Image image;
  private final String tag;

  DockerWriter(Image image, String tag) {
    this.image = image;
    this.tag = tag.isEmpty() ? "" : tagged(tag);
  }

  void write(OutputStream target) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(target, 1 << 16);
    byte[] config = image.config().bytes();
    ArrayNode blobs = Json.array();
    ObjectNode manifest = Manifests.manifest(config);
    directory(out, "/blobs");
    directory(out, "/blobs/sha256");
    Set<Digest> written = new HashSet<>();
    for (Layer layer : image.layers()) {
      try (SeekableByteChannel tar = layer.open()) {
        String name = Blobs.name(layer.diffId());
        Manifests.add(manifest, new Descriptor(MediaTypes.LAYER, layer.diffId(), tar.size()));
        blobs.add(name);
        if (written.add(layer.diffId())) {
          file(out, name, tar.size(), Channels.newInputStream(tar));
        }
      }
    }
    byte[] manifestBytes = Json.bytes(manifest);
    String configName = Blobs.name(Sha256.of(config));
    json(out, configName, config);
    json(out, Blobs.name(Sha256.of(manifestBytes)), manifestBytes);
    json(out, "index.json", Manifests.index(manifestBytes, tag));
    ArrayNode docker = Json.array();
    ObjectNode entry = docker.addObject().put("Config", configName);
    if (tag.isEmpty()) {
      entry.putNull("RepoTags");
    } else {
      entry.putArray("RepoTags").add(tag);
    }
    entry.set("Layers", blobs);
    json(out, "manifest.json", Json.bytes(docker));
    json(out, "oci-layout", Manifests.LAYOUT.getBytes(StandardCharsets.UTF_8));
    out.write(new byte[2 * TarField.BLOCK]);
    out.flush();
  }

  /** Docker wants a tag. */
  private static String tagged(String name) {
    return name.lastIndexOf(':') > name.lastIndexOf('/') ? name : name + ":latest";
  }

  private static void directory(OutputStream out, String path) throws IOException {
    out.write(new TarHeader().numbers(0755, 0, 0, 0).name(path, Entry.Type.DIRECTORY, "").bytes());
  }

  private static void json(OutputStream out, String name, byte[] bytes) throws IOException {
    file(out, name, bytes.length, new ByteArrayInputStream(bytes));
  }

  private static void file(OutputStream out, String name, long size, InputStream content)
      throws IOException {
    out.write(
        new TarHeader()
            .numbers(0644, 0, 0, 0)
            .size(size)
            .name("/" + name, Entry.Type.FILE, "")
            .bytes());
    long copied = content.transferTo(out);
    if (copied != size) {
      throw new ImageException(
          "'"
              + name
              + "' changed while it was written: '"
              + copied
              + "' bytes of '"
              + size
              + "'. Run the build again");
    }
    out.write(new byte[(int) (TarField.padded(size) - size)]);
  }
}
