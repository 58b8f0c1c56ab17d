package io.github.slimmaven.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Images and launches for tests. */
final class Launches {
  private Launches() {}

  /** An image without layers, with this {@code config} object (single quotes for double ones). */
  static Image image(String execution) {
    return new Image(
        "test/image",
        new Digest("0".repeat(64)),
        config("{'config':" + execution + "}"),
        List.of());
  }

  static ImageConfig config(String json) {
    try {
      return new ImageConfig((ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"')));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  static Launch launch(String execution, String... env) {
    return new Launch(
        image(execution),
        Optional.empty(),
        List.of(env),
        Optional.empty(),
        List.of(),
        true,
        Path.of("unused"));
  }

  static Launch withArgs(Launch launch, String... args) {
    return new Launch(
        launch.image(),
        Optional.of(List.of(args)),
        launch.env(),
        launch.user(),
        launch.ports(),
        launch.traced(),
        launch.directory());
  }
}
