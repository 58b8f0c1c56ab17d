package io.github.slimmaven.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.image.Platform;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryImagesTest {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  @TempDir Path temp;
  private LayerStore store;
  private Path layout;
  private Descriptor manifest;
  private Image image;

  @BeforeEach
  void image() throws Exception {
    store = new LayerStore(temp.resolve("local"));
    image = twoLayers();
    layout = temp.resolve("layout");
    manifest = OciLayout.write(image, layout, store);
  }

  @Test
  void pushedImageComesBackWithTheSameDigestConfigAndLayers() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false)) {
      ImageReference.Registry name = name(registry.host() + "/team/app:1");

      images("a", false).push(layout, manifest, name);
      Image tagged = images("b", false).pull(name);
      Image byDigest =
          images("c", false).pull(name(registry.host() + "/team/app@" + manifest.digest()));

      assertThat(tagged.digest()).isEqualTo(manifest.digest());
      assertThat(byDigest.digest()).isEqualTo(manifest.digest());
      assertThat(tagged.config().json()).isEqualTo(image.config().json());
      assertThat(tagged.layers())
          .extracting(Layer::diffId)
          .isEqualTo(image.layers().stream().map(Layer::diffId).toList());
      assertThat(tagged.reference()).isEqualTo(name.toString());
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void pulledImageIsThereOfflineAndAnotherOneIsNot() throws Exception {
    ImageReference.Registry name;
    try (RunningRegistry registry = RunningRegistry.start(temp, false)) {
      name = name(registry.host() + "/app:1");
      images("a", false).push(layout, manifest, name);
      images("b", false).pull(name);
    }

    assertThat(images("b", true).pull(name).digest()).isEqualTo(manifest.digest());
    assertThatThrownBy(() -> images("c", true).pull(name))
        .isInstanceOf(RegistryException.class)
        .hasMessageStartingWith("The image '" + name + "' is not available offline:");
    assertThatThrownBy(() -> images("b", true).push(layout, manifest, name))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("cannot be pushed offline");
  }

  @Test
  void imageOfThisPlatformIsChosenFromAnIndex() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false)) {
      ImageReference.Registry name = name(registry.host() + "/app:one");
      images("a", false).push(layout, manifest, name);
      pushIndex(registry, "many", Platform.architecture());
      pushIndex(registry, "foreign", "s390x");

      assertThat(images("b", false).pull(name(registry.host() + "/app:many")).digest())
          .isEqualTo(manifest.digest());
      assertThatThrownBy(() -> images("b", false).pull(name(registry.host() + "/app:foreign")))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining(
              "has no image for 'linux/" + Platform.architecture() + "', only for 'linux/s390x'");
    }
  }

  @Test
  void layerWithOtherBytesIsRefusedAndNotKept() throws Exception {
    try (PlainServer server = new PlainServer()) {
      String host = server.host();
      byte[] json = Files.readAllBytes(blob(manifest));
      server.content.put("/v2/app/manifests/1", json);
      for (Descriptor part :
          PulledManifest.of(manifest.digest(), PulledManifest.parse(json)).blobs()) {
        byte[] bytes = Files.readAllBytes(blob(part));
        if (!part.mediaType().contains("config")) {
          bytes[bytes.length / 2] ^= 1;
        }
        server.content.put("/v2/app/blobs/" + part.digest(), bytes);
      }

      assertThatThrownBy(() -> images("b", false).pull(name(host + "/app:1")))
          .isInstanceOf(RegistryException.class)
          .hasMessageStartingWith("Registry '" + host + "': could not pull the blob ")
          .hasMessageContaining("has digest");
      try (Stream<Path> kept = Files.list(temp.resolve("b/registry/blobs"))) {
        assertThat(kept).hasSize(1);
      }
    }
    assertThat(threads()).isEmpty();
  }

  @Test
  void blobThatIsLongerThanAnnouncedIsCutOff() throws Exception {
    try (PlainServer server = new PlainServer()) {
      String host = server.host();
      byte[] json = Files.readAllBytes(blob(manifest));
      server.content.put("/v2/app/manifests/1", json);
      PulledManifest parsed = PulledManifest.of(manifest.digest(), PulledManifest.parse(json));
      server.content.put("/v2/app/blobs/" + parsed.config().digest(), new byte[1 << 20]);

      assertThatThrownBy(() -> images("b", false).pull(name(host + "/app:1")))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("longer than the " + parsed.config().size() + " bytes");
    }
  }

  @Test
  void manifestThatIsNotTheOneAskedForIsRefused() throws Exception {
    try (PlainServer server = new PlainServer()) {
      String host = server.host();
      String other = "sha256:" + "0".repeat(64);
      server.content.put("/v2/app/manifests/" + other, Files.readAllBytes(blob(manifest)));

      assertThatThrownBy(() -> images("b", false).pull(name(host + "/app@" + other)))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("gave a manifest with the digest '" + manifest.digest() + "'");
    }
  }

  @Test
  void layoutWithoutABlobIsNotPushed() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false)) {
      Files.delete(blob(image.config().diffIds().isEmpty() ? manifest : firstLayer()));

      assertThatThrownBy(
              () -> images("a", false).push(layout, manifest, name(registry.host() + "/app:1")))
          .isInstanceOf(ImageException.class)
          .hasMessageContaining("is incomplete: it has no blob");
    }
  }

  private Descriptor firstLayer() throws Exception {
    return PulledManifest.of(
            manifest.digest(), PulledManifest.parse(Files.readAllBytes(blob(manifest))))
        .layers()
        .get(0);
  }

  private void pushIndex(RunningRegistry registry, String tag, String architecture)
      throws Exception {
    String index =
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","digest":"%s",
        "size":%d,"platform":{"os":"linux","architecture":"%s"}}]}
        """
            .formatted(
                INDEX, manifest.mediaType(), manifest.digest(), manifest.size(), architecture);
    try (Repository repository =
        Repository.open(
            com.google.cloud.tools.jib.api.ImageReference.parse(registry.host() + "/app:" + tag),
            RepositoryTest.access(Optional.empty(), temp),
            true)) {
      repository.pushManifest(index.getBytes(StandardCharsets.UTF_8), INDEX, tag);
    }
  }

  private RegistryImages images(String cache, boolean offline) {
    RegistryAccess online = RepositoryTest.access(Optional.empty(), temp);
    RegistryAccess access =
        new RegistryAccess(
            offline,
            false,
            false,
            online.auths(),
            online.servers(),
            online.environment(),
            online.home());
    Path directory = temp.resolve(cache);
    return new RegistryImages(access, new LayerStore(directory), directory);
  }

  private Path blob(Descriptor descriptor) {
    return layout.resolve("blobs/sha256").resolve(descriptor.digest().hex());
  }

  private static ImageReference.Registry name(String name) {
    return new ImageReference.Registry(name);
  }

  private Image twoLayers() throws IOException {
    Layer first = layer("first", "content of the first layer".repeat(500));
    Layer second = layer("second", "content of the second layer");
    ObjectNode json =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"architecture":"%s","os":"linux","config":{"Cmd":["x"]},"unknown":[1],
                     "rootfs":{"type":"layers","diff_ids":["%s","%s"]}}
                    """
                        .formatted(Platform.architecture(), first.diffId(), second.diffId()));
    return new Image(
        "test", first.diffId(), new ImageConfig(json), java.util.List.of(first, second));
  }

  private Layer layer(String name, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    try (LayerWriter writer = LayerWriter.create(temp.resolve(name + ".tar"))) {
      writer.file("/" + name, 0644, 0, 0, 1, bytes.length, new ByteArrayInputStream(bytes));
      return writer.finish(false);
    }
  }

  private static Stream<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("slim-"));
  }
}
