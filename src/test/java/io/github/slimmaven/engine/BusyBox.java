package io.github.slimmaven.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Layer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** A tiny image around this machine's static busybox, and the docker archive of it. */
final class BusyBox {
  private BusyBox() {}

  /** The image with this {@code config} object (single quotes for double ones). */
  static Image image(String execution) throws IOException {
    byte[] tar = layer();
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("architecture", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
    json.put("os", "linux");
    json.set("config", new ObjectMapper().readTree(execution.replace('\'', '"')));
    json.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(digest(tar).toString());
    json.putArray("history").addObject().put("created_by", "test");
    return new Image(
        "test/busybox",
        digest(json.toString().getBytes(StandardCharsets.UTF_8)),
        new ImageConfig(json),
        List.of(new Bytes(tar)));
  }

  /** Writes a docker archive, in the classic form of {@code docker save}. */
  static void archive(Image image, String tag, OutputStream out) throws IOException {
    byte[] config = image.config().json().toString().getBytes(StandardCharsets.UTF_8);
    String name = digest(config).hex() + ".json";
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode manifest = mapper.createObjectNode();
    manifest.put("Config", name);
    manifest.putArray("RepoTags").add(tag);
    JsonNode list = mapper.createArrayNode().add(manifest);
    manifest.putArray("Layers").add("layer.tar");
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out);
    put(tar, name, 0644, config);
    try (InputStream layer = Channels.newInputStream(image.layers().get(0).open())) {
      put(tar, "layer.tar", 0644, layer.readAllBytes());
    }
    put(tar, "manifest.json", 0644, mapper.writeValueAsBytes(list));
    tar.finish();
  }

  private static byte[] layer() throws IOException {
    Path busybox =
        Stream.of("/bin/busybox", "/usr/bin/busybox")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError("this test needs a static busybox: install busybox-static"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      directory(tar, "bin/", 0755);
      put(tar, "bin/busybox", 0755, Files.readAllBytes(busybox));
      for (String applet :
          List.of(
              "sh", "cat", "id", "env", "nc", "sleep", "httpd", "kill", "test", "ls", "mount")) {
        TarArchiveEntry link = new TarArchiveEntry("bin/" + applet, TarConstants.LF_SYMLINK);
        link.setLinkName("busybox");
        link.setModTime(0);
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();
      }
      directory(tar, "etc/", 0755);
      text(tar, "etc/passwd", "root:x:0:0::/root:/bin/sh\napp:x:1234:2345::/home/app:/bin/sh\n");
      text(tar, "etc/group", "root:x:0:\napp:x:2345:\nextra:x:77:app\n");
      text(tar, "etc/unused", "never read\n");
      directory(tar, "tmp/", 01777);
      directory(tar, "www/", 0755);
      text(tar, "www/index.html", "hello\n");
    }
    return bytes.toByteArray();
  }

  private static void text(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    put(tar, name, 0644, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void directory(TarArchiveOutputStream tar, String name, int mode)
      throws IOException {
    put(tar, name, mode, new byte[0]);
  }

  private static void put(TarArchiveOutputStream tar, String name, int mode, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode | (name.endsWith("/") ? 040000 : 0100000));
    entry.setModTime(0);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static Digest digest(byte[] bytes) {
    try {
      return new Digest(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private record Bytes(byte[] tar) implements Layer {
    @Override
    public Digest diffId() {
      return digest(tar);
    }

    @Override
    public Descriptor descriptor() {
      return new Descriptor("application/vnd.oci.image.layer.v1.tar", diffId(), tar.length);
    }

    @Override
    public boolean cacheable() {
      return false;
    }

    @Override
    public SeekableByteChannel open() {
      return new SeekableInMemoryByteChannel(tar);
    }
  }
}
