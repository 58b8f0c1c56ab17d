package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes images and layers for tests. */
public final class Images {
  private Images() {}

  /** Runs a command; its output. */
  public static String run(Path directory, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  /** Runs a shell script, stopping at the first error. */
  public static String sh(Path directory, String script) throws IOException, InterruptedException {
    return run(directory, "sh", "-euc", script);
  }

  /** A plain layer that a tar file is. */
  public static Layer layer(Path tar) throws IOException {
    Slice slice = Slice.whole(tar);
    Digest diffId = Blobs.digest(slice);
    Descriptor descriptor = new Descriptor(MediaTypes.LAYER, diffId, slice.length());
    return new FileLayer(diffId, descriptor, true, slice, Optional.empty());
  }

  /** An image of these layers. */
  public static Image of(Layer... layers) throws IOException {
    return of(List.of(layers));
  }

  /** An image of these layers, with one history entry for each and an empty one. */
  public static Image of(List<Layer> layers) throws IOException {
    ObjectNode config = Json.object();
    config.put("architecture", "amd64").put("os", "linux").put("x.unknown", 1.50);
    config.putObject("config").putArray("Env").add("A=b");
    ArrayNode ids = config.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    ArrayNode history = config.putArray("history");
    for (Layer layer : layers) {
      ids.add(layer.diffId().toString());
      history.addObject().put("created_by", "layer " + ids.size());
      history.addObject().put("created_by", "ENV").put("empty_layer", true);
    }
    ImageConfig read = ImageConfig.parse(config.toPrettyString().getBytes(StandardCharsets.UTF_8));
    return new Image("test", Digest.ofContent(read.bytes()), read, layers);
  }

  /** Packs a directory with GNU tar and makes an image of it. */
  public static Layer pack(Path directory, Path tar, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar", "--numeric-owner", "--sort=name"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cf", tar.toString(), "-C", directory.toString(), "."));
    run(directory, command.toArray(String[]::new));
    return layer(tar);
  }

  /** The merged tree of a layer's files by themselves. */
  public static MergedTree tree(Layer... layers) throws IOException {
    return MergedTree.of(of(layers));
  }

  /** The whole content of a file in the tree. */
  public static byte[] content(FileTree tree, String path) throws IOException {
    try (InputStream in = Channels.newInputStream(tree.open(tree.get(path).orElseThrow()))) {
      return in.readAllBytes();
    }
  }

  public static String text(FileTree tree, String path) throws IOException {
    return new String(content(tree, path), StandardCharsets.UTF_8);
  }

  /** All bytes of a layer's tar. */
  public static byte[] bytes(Layer layer) throws IOException {
    try (InputStream in = Channels.newInputStream(layer.open())) {
      return in.readAllBytes();
    }
  }

  static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
