package io.github.slimmaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.engine.TcpProxy;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.OciLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry whose connection breaks in the middle of a blob. */
@Tag("faults")
class CutConnectionTest {
  private static final int SIZE = 4 << 20;

  /** A break this long is endured by any push; one fails within the other. */
  private static final Duration ENDURED = Duration.ofSeconds(2);

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path temp;

  @Test
  void tagStaysAndTheNextPushSucceeds() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false)) {
      Descriptor first = write("first", 1);
      Descriptor second = write("second", 2);
      images("a").push(temp.resolve("first"), first, name(registry.host()));

      try (TcpProxy proxy = cutting(registry)) {
        ImageReference.Registry cut = name("localhost:" + proxy.port());
        long start = System.nanoTime();
        assertThatThrownBy(() -> images("a").push(temp.resolve("second"), second, cut))
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining("'" + cut + "'");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(ENDURED, PATIENCE);
      }
      assertThat(pulled("b", registry).digest()).isEqualTo(first.digest());

      images("a").push(temp.resolve("second"), second, name(registry.host()));
      assertThat(pulled("c", registry).digest()).isEqualTo(second.digest());
    }
  }

  @Test
  void nothingOfACutPullIsKeptAndTheNextSucceeds() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false)) {
      Descriptor manifest = write("first", 1);
      images("a").push(temp.resolve("first"), manifest, name(registry.host()));

      try (TcpProxy proxy = cutting(registry)) {
        ImageReference.Registry cut = name("localhost:" + proxy.port());
        assertThatThrownBy(() -> images("b").pull(cut))
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining("'" + cut + "'");
      }
      assertThat(files(temp.resolve("b"))).noneMatch(CutConnectionTest::isUnfinished);

      assertThat(pulled("b", registry).digest()).isEqualTo(manifest.digest());
    }
  }

  private static boolean isUnfinished(Path file) {
    String name = file.getFileName().toString();
    return name.startsWith(".") || name.endsWith(".part") || size(file) > SIZE / 4;
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static TcpProxy cutting(RunningRegistry registry) throws IOException {
    int port = Integer.parseInt(registry.host().replaceFirst(".*:", ""));
    return new TcpProxy(new InetSocketAddress("localhost", port), 0, SIZE / 2);
  }

  private Image pulled(String cache, RunningRegistry registry) throws Exception {
    return images(cache).pull(name(registry.host()));
  }

  private static ImageReference.Registry name(String host) {
    return (ImageReference.Registry) ImageReference.of(host + "/app:1");
  }

  /** An image with a file that cannot be compressed. */
  private Descriptor write(String name, int seed) throws IOException {
    byte[] noise = new byte[SIZE];
    new Random(seed).nextBytes(noise);
    Path tar = temp.resolve(name + ".tar");
    try (LayerWriter layer = LayerWriter.create(tar)) {
      layer.file("/noise", 0644, 0, 0, 0, noise.length, new ByteArrayInputStream(noise));
      layer.finish(true);
    }
    return OciLayout.write(
        Images.of(Images.layer(tar)), temp.resolve(name), new LayerStore(temp.resolve("local")));
  }

  private RegistryImages images(String cache) {
    Path directory = temp.resolve(cache);
    RegistryAccess access = RepositoryTest.access(Optional.empty(), temp);
    return new RegistryImages(access, new LayerStore(directory), directory);
  }
}
