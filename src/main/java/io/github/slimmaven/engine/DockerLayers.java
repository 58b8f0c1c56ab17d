package io.github.slimmaven.engine;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.github.slimmaven.image.Descriptor;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Layer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** The layers that the engine's images have: those need not be sent again. */
final class DockerLayers {
  /** Looked at, newest first: beyond that, asking takes longer than it saves. */
  private static final int MOST_IMAGES = 100;

  private final DockerDaemon daemon;

  DockerLayers(DockerDaemon daemon) {
    this.daemon = daemon;
  }

  /**
   * The image with an empty stream in the place of each layer that the engine has above the same
   * ones; empty if it has none. Such a layer's bytes are not looked at when the image is loaded
   * (moby, image/tarexport/load.go); an engine that does look sees a wrong digest and refuses.
   */
  Optional<Image> withoutPresent(Image image) throws EngineException {
    int present = present(image.config().diffIds().stream().map(Digest::toString).toList());
    if (present == 0) {
      return Optional.empty();
    }
    List<Layer> layers = new ArrayList<>(image.layers());
    layers.subList(0, present).replaceAll(Absent::new);
    return Optional.of(new Image(image.reference(), image.digest(), image.config(), layers));
  }

  private int present(List<String> diffIds) throws EngineException {
    List<String> ids =
        DockerDaemon.call("list images", () -> daemon.client().listImagesCmd().exec()).stream()
            .limit(MOST_IMAGES)
            .map(com.github.dockerjava.api.model.Image::getId)
            .toList();
    int most = 0;
    for (String id : ids) {
      most = Math.max(most, daemon.inspect(id).map(answer -> common(answer, diffIds)).orElse(0));
    }
    return most;
  }

  private static int common(InspectImageResponse answer, List<String> diffIds) {
    List<String> theirs =
        answer.getRootFS() == null || answer.getRootFS().getLayers() == null
            ? List.of()
            : answer.getRootFS().getLayers();
    int count = 0;
    while (count < Math.min(theirs.size(), diffIds.size())
        && theirs.get(count).equals(diffIds.get(count))) {
      count++;
    }
    return count;
  }

  /** A layer whose bytes stay here. */
  private record Absent(Layer layer) implements Layer {
    @Override
    public Digest diffId() {
      return layer.diffId();
    }

    @Override
    public Descriptor descriptor() {
      return layer.descriptor();
    }

    @Override
    public boolean cacheable() {
      return layer.cacheable();
    }

    @Override
    public SeekableInMemoryByteChannel open() throws IOException {
      return new SeekableInMemoryByteChannel(new byte[0]);
    }
  }
}
