package io.github.slimmaven.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers on a disk of 1 MiB. */
class FullDiskTest {
  @TempDir Path temp;
  private Path disk;
  private Layer layer;

  @BeforeEach
  void mount() throws Exception {
    byte[] noise = new byte[3 << 20];
    new Random(1).nextBytes(noise);
    try (LayerWriter writer = LayerWriter.create(temp.resolve("layer.tar"))) {
      writer.file("/noise", 0644, 0, 0, 0, noise.length, new ByteArrayInputStream(noise));
      layer = writer.finish(true);
    }
    Path directory = Files.createDirectory(temp.resolve("disk"));
    try {
      Images.run(temp, "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.toString());
    } catch (AssertionError e) {
      Assumptions.abort("only root can mount a small disk: " + e.getMessage());
    }
    disk = directory;
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      Images.run(temp, "umount", disk.toString());
    }
  }

  private interface Action {
    void run() throws IOException;
  }

  private void assertFull(Action action) throws IOException {
    assertThatThrownBy(action::run)
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("is full: ")
        .hasMessageEndingWith("Free space there, or choose another directory");
    try (Stream<Path> files = Files.walk(disk)) {
      assertThat(files.filter(Files::isRegularFile).filter(f -> !f.toString().contains("locks")))
          .isEmpty();
    }
  }

  @Test
  void everyWriterSaysSoAndLeavesNothing() throws Exception {
    LayerStore elsewhere = new LayerStore(temp.resolve("cache"));
    Image image = Images.of(layer);
    OciLayout.write(image, temp.resolve("oci"), elsewhere);

    assertFull(() -> OciLayout.write(image, disk.resolve("oci"), elsewhere));
    assertFull(() -> OciLayout.write(image, temp.resolve("oci2"), new LayerStore(disk)));
    assertFull(() -> DockerArchive.write(image, "x", disk.resolve("x.tar")));
    assertFull(() -> OciLayout.read(temp.resolve("oci"), "x", new LayerStore(disk)));
    assertFull(
        () -> {
          try (LayerWriter writer = LayerWriter.create(disk.resolve("y.tar"));
              var content = Files.newInputStream(temp.resolve("layer.tar"))) {
            long size = Files.size(temp.resolve("layer.tar"));
            writer.file("/y", 0644, 0, 0, 0, size, content);
          }
        });
  }
}
