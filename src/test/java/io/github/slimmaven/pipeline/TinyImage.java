package io.github.slimmaven.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A docker archive around this machine's static busybox. */
final class TinyImage {
  /** Serves a page. */
  static final String HTTPD = "exec httpd -f -p 8080 -h /www";

  /** Listens and never answers. */
  static final String MUTE = "exec nc -ll -p 8080 -e sleep 1000";

  /** Runs and never listens. */
  static final String DEAF = "echo I am deaf; exec sleep 1000";

  /** Listens on port 5000. */
  static final String ECHO = "exec nc -ll -p 5000 -e cat";

  private TinyImage() {}

  /**
   * Writes one.
   *
   * @param label {@code NAME=VALUE}
   * @param script of the shell that is its entrypoint; or the entrypoint, an absolute path
   * @param noise bytes of a file that cannot be compressed
   */
  static Path write(Path tar, String label, String script, int noise) throws IOException {
    // As a container's first process, busybox would not even notice a TERM.
    return write(tar, label, script, noise, "SIGKILL");
  }

  static Path write(Path tar, String label, String script, int noise, String stopSignal)
      throws IOException {
    return write(tar, label, script, noise, stopSignal, 8080);
  }

  static Path write(Path tar, String label, String script, int noise, String stopSignal, int port)
      throws IOException {
    Path layerTar = tar.resolveSibling(tar.getFileName() + ".layer");
    Layer layer = layer(layerTar, noise);
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("architecture", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
    json.put("os", "linux");
    ObjectNode config = json.putObject("config");
    if (script.startsWith("/")) {
      config.putArray("Entrypoint").add(script);
    } else {
      config.putArray("Entrypoint").add("/bin/sh").add("-c").add(script);
    }
    config.put("StopSignal", stopSignal);
    config.putArray("Env").add("PATH=/bin");
    config.putObject("ExposedPorts").putObject(port + "/tcp");
    String[] pair = label.split("=", 2);
    config.putObject("Labels").put(pair[0], pair[1]);
    json.putObject("rootfs").put("type", "layers").putArray("diff_ids").add("" + layer.diffId());
    Image image = new Image("tiny", layer.diffId(), new ImageConfig(json), List.of(layer));
    DockerArchive.write(image, "", tar);
    Files.delete(layerTar);
    return tar;
  }

  private static Layer layer(Path tar, int noise) throws IOException {
    try (LayerWriter writer = LayerWriter.create(tar)) {
      writer.directory("/bin", 0755, 0, 0, 0);
      Path busybox = Path.of("/bin/busybox");
      try (InputStream content = Files.newInputStream(busybox)) {
        writer.file("/bin/busybox", 0755, 0, 0, 0, Files.size(busybox), content);
      }
      for (String applet : List.of("cat", "httpd", "nc", "sh", "sleep")) {
        writer.symlink("/bin/" + applet, "busybox", 0, 0, 0);
      }
      writer.directory("/data", 0755, 0, 0, 0);
      byte[] bytes = new byte[noise];
      new Random(noise).nextBytes(bytes);
      writer.file("/data/noise", 0644, 0, 0, 0, noise, new ByteArrayInputStream(bytes));
      writer.file("/data/unused", 0644, 0, 0, 0, 1, new ByteArrayInputStream(new byte[1]));
      writer.directory("/www", 0755, 0, 0, 0);
      byte[] page = "hello\n".getBytes(StandardCharsets.UTF_8);
      writer.file("/www/index.html", 0644, 0, 0, 0, page.length, new ByteArrayInputStream(page));
      return writer.finish(true);
    }
  }
}
