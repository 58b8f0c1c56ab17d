package io.github.slimmaven.inventory;

import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.MergedTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of an image, put together in a test. */
final class Rootfs {
  private final Path directory;
  private final Path root;

  Rootfs(Path directory) throws IOException {
    this.directory = directory;
    this.root = Files.createDirectory(directory.resolve("root"));
  }

  Rootfs text(String path, String content) throws IOException {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  Rootfs texts(String... paths) throws IOException {
    for (String path : paths) {
      text(path, "");
    }
    return this;
  }

  Rootfs file(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    return this;
  }

  Rootfs executable(String path, byte[] content) throws IOException {
    file(path, content);
    if (!root.resolve(path).toFile().setExecutable(true)) {
      throw new IOException("'" + path + "' cannot be made executable");
    }
    return this;
  }

  MergedTree tree() throws Exception {
    Path tar = Files.createTempFile(directory, "layer", ".tar");
    return Images.tree(Images.pack(root, tar));
  }

  Inventory inventory() throws Exception {
    return Inventory.of(tree(), Map.of());
  }

  /** {@code pypi:six@1.0 [/a.py, /b.py]}, in the order of the inventory. */
  List<String> parts() throws Exception {
    return inventory().parts().stream().map(part -> part.owner() + " " + part.files()).toList();
  }

  /** What became of each package, as {@code six removed}, if only these files stay. */
  List<String> presences(Rootfs slim) throws Exception {
    return inventory().components(Optional.of(slim.tree())).stream()
        .map(component -> component.name() + " " + component.presence().state().label())
        .toList();
  }
}
