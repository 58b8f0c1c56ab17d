package io.github.slimmaven.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.LayerWriter;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.registry.RegistryImages;
import io.github.slimmaven.registry.RunningRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  @TempDir Path temp;
  private Path out;
  private LayerStore store;
  private Image image;
  private Path layout;
  private Descriptor manifest;

  @BeforeEach
  void image() throws Exception {
    out = Files.createDirectories(temp.resolve("out"));
    store = new LayerStore(temp.resolve("cache"));
    Layer layer;
    try (LayerWriter writer = LayerWriter.create(temp.resolve("layer.tar"))) {
      writer.file("/a", 0644, 0, 0, 1, 1, new ByteArrayInputStream(new byte[] {'a'}));
      layer = writer.finish(false);
    }
    ObjectNode json =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\","
                        + "\"diff_ids\":[\""
                        + layer.diffId()
                        + "\"]}}");
    image = new Image("test", layer.diffId(), new ImageConfig(json), List.of(layer));
    layout = temp.resolve("image");
    manifest = OciLayout.write(image, layout, store);
  }

  @Test
  void archiveLayoutAndRegistryGetTheSameImage() throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false)) {
      ImageReference.Registry name =
          new ImageReference.Registry(registry.host() + "/shop/web:slim");

      publish("tar://" + out.resolve("web.tar"), "oci://" + out.resolve("web"), name.toString());

      assertThat(OciLayout.read(out.resolve("web"), "x", store).digest())
          .isEqualTo(manifest.digest());
      assertThat(DockerArchive.read(out.resolve("web.tar"), "x", store).config().json())
          .isEqualTo(image.config().json());
      Path cache = temp.resolve("other");
      assertThat(
              new RegistryImages(RegistryAccess.ofThisUser(), new LayerStore(cache), cache)
                  .pull(name)
                  .digest())
          .isEqualTo(manifest.digest());
    }
  }

  @Test
  void failureNamesThePlaceThoseServedBeforeAndTheCause() throws Exception {
    Files.writeString(out.resolve("file"), "in the way");
    Path blocked = out.resolve("file/web.tar");

    assertThatThrownBy(
            () -> publish("oci://" + out.resolve("web"), "tar://" + blocked, "docker://never"))
        .isInstanceOf(PublishException.class)
        .hasMessageStartingWith(
            "The image could not be written to 'tar://"
                + blocked
                + "' (it was to 'oci://"
                + out.resolve("web")
                + "'): ")
        .hasCauseInstanceOf(IOException.class);
    assertThat(names()).containsExactlyInAnyOrder("file", "web");
  }

  @Test
  void directoryThatIsNoLayoutIsLeftAlone() throws Exception {
    Files.createDirectories(out.resolve("mine"));
    Files.writeString(out.resolve("mine/precious"), "x");

    assertThatThrownBy(() -> publish("oci://" + out.resolve("mine")))
        .isInstanceOf(PublishException.class)
        .hasMessageContaining("'oci://" + out.resolve("mine") + "'");
    assertThat(out.resolve("mine/precious")).hasContent("x");
    assertThat(names()).containsExactly("mine");
  }

  @Test
  void hostIsNoPlaceAndNothingIsWrittenBefore() throws Exception {
    assertThatThrownBy(() -> publish("oci://" + out.resolve("web"), "host://"))
        .isInstanceOf(PublishException.class)
        .hasMessageStartingWith("'host://' is no place to write an image to. Use 'docker://NAME'");
    assertThat(names()).isEmpty();
  }

  @Test
  void registryThatIsDownFailsNamingIt() {
    assertThatThrownBy(() -> publish("localhost:1/web:slim"))
        .isInstanceOf(PublishException.class)
        .hasMessageStartingWith(
            "The image could not be written to 'localhost:1/web:slim': Registry 'localhost:1'"
                + " cannot be reached: Connection refused");
  }

  @Test
  void readerOfACutArchiveIsTold() throws Exception {
    try (InputStream archive =
        new ArchiveStream(
            stream -> {
              stream.write(new byte[1000]);
              throw new IOException("the disk is gone");
            })) {
      assertThatThrownBy(archive::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessage("the disk is gone");
    }
  }

  @Test
  void closingEarlyEndsTheWriter() throws Exception {
    ArchiveStream archive =
        new ArchiveStream(
            stream -> {
              while (true) {
                stream.write(new byte[1 << 16]);
              }
            });
    assertThat(archive.read()).isZero();

    archive.close();

    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter("slim-archive"::equals))
        .isEmpty();
  }

  private void publish(String... to) throws Exception {
    List<ImageReference> places = new ArrayList<>();
    for (String place : to) {
      places.add(ImageReference.of(place));
    }
    new Publisher(RegistryAccess.ofThisUser(), store, temp.resolve("cache"))
        .publish(image, layout, manifest, places);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
