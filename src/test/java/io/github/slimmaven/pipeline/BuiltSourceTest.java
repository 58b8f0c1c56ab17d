package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.Images;
import io.github.slimmaven.image.LayerWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltSourceTest {
  @TempDir Path temp;

  @Test
  void isReadAsItWasWritten() throws IOException {
    Image image = image();
    new BuiltSource(image, List.of("/app", "/srv"), Optional.of(Set.of(2, 0))).write(temp);

    BuiltSource read = BuiltSource.read(temp);

    assertThat(read.applicationDirs()).containsExactly("/app", "/srv");
    assertThat(read.applicationLayers()).contains(Set.of(0, 2));
    assertThat(read.image().reference()).isEqualTo(image.reference());
    assertThat(read.image().digest()).isEqualTo(image.digest());
    assertThat(read.image().config().json().toString()).isEqualTo(image.config().json().toString());
    assertThat(read.image().layers()).hasSize(1);
    assertThat(read.image().layers().get(0).descriptor())
        .isEqualTo(image.layers().get(0).descriptor());
    assertThat(Images.bytes(read.image().layers().get(0)))
        .isEqualTo(Images.bytes(image.layers().get(0)));
  }

  @Test
  void whatIsNotKnownOfTheApplicationIsNotKnownLater() throws IOException {
    BuiltSource.of(image()).write(temp);

    assertThat(BuiltSource.read(temp).applicationLayers()).isEmpty();
  }

  @Test
  void missingFileSaysWhatToRun() {
    assertThatThrownBy(() -> BuiltSource.read(temp))
        .isInstanceOf(ImageException.class)
        .hasMessage(
            "There is no source image in '"
                + temp
                + "': run slim:build before, as in 'mvn package slim:minify', or set 'image'");
  }

  @Test
  void layerThatIsGoneOrCutIsNamed() throws IOException {
    Image image = image();
    new BuiltSource(image, List.of(), Optional.empty()).write(temp);
    Path tar = temp.resolve("layer.tar");
    String message =
        "layer '"
            + image.layers().get(0).diffId()
            + "' is no longer in '"
            + tar
            + "': run slim:build again";

    Files.write(tar, new byte[10]);
    assertThatThrownBy(() -> BuiltSource.read(temp)).hasMessage(message);
    Files.delete(tar);
    assertThatThrownBy(() -> BuiltSource.read(temp)).hasMessage(message);
  }

  @Test
  void brokenFileSaysWhatToRun() throws IOException {
    Files.writeString(temp.resolve("source.json"), "{\"image\": {\"layers\"");

    assertThatThrownBy(() -> BuiltSource.read(temp))
        .isInstanceOf(ImageException.class)
        .hasMessageContainingAll("'" + temp.resolve("source.json") + "'", "run slim:build again");
  }

  private Image image() throws IOException {
    try (LayerWriter writer = LayerWriter.create(temp.resolve("layer.tar"))) {
      writer.file("/app/run", 0755, 0, 0, 0, 3, new ByteArrayInputStream(new byte[3]));
      return Images.of(writer.finish(true));
    }
  }
}
