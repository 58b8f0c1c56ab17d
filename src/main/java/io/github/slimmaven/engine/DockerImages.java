package io.github.slimmaven.engine;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes images present in the Docker engine for one run, under temporary names where they are not
 * there yet. Thread-safe.
 */
final class DockerImages {
  /** Repository of the temporary names; the tag is {@code <run>-<number>}. */
  static final String REPOSITORY = "slim-maven/run";

  private static final int PIPE = 1 << 20;

  private final DockerDaemon daemon;
  private final ArchiveWriter archive;
  private final DockerLayers layers;
  private final String run;
  private final Map<Image, String> present = new HashMap<>();
  private int loads;

  DockerImages(DockerDaemon daemon, ArchiveWriter archive, String run) {
    this.daemon = daemon;
    this.archive = archive;
    this.layers = new DockerLayers(daemon);
    this.run = run;
  }

  /** The id under which the engine has this image, after loading it if need be. */
  synchronized String present(Image image) throws IOException, InterruptedException {
    String known = present.get(image);
    if (known != null) {
      return known;
    }
    Optional<InspectImageResponse> found =
        daemon.inspect(image.digest().toString()).filter(answer -> sameLayers(answer, image));
    String id = found.isPresent() ? found.get().getId() : load(image);
    if (found.isPresent() && isTemporary(found.get())) {
      // Another run holds it and may drop it at any time: hold it as well.
      daemon.tag(id, nextTag());
    }
    present.put(image, id);
    return id;
  }

  private static boolean sameLayers(InspectImageResponse answer, Image image) {
    List<String> wanted = image.config().diffIds().stream().map(Digest::toString).toList();
    List<String> layers =
        answer.getRootFS() == null || answer.getRootFS().getLayers() == null
            ? List.of()
            : answer.getRootFS().getLayers();
    ContainerConfig config = answer.getConfig();
    return layers.equals(wanted) && config != null;
  }

  private static boolean isTemporary(InspectImageResponse answer) {
    List<String> tags = answer.getRepoTags() == null ? List.of() : answer.getRepoTags();
    return !tags.isEmpty() && tags.stream().allMatch(tag -> tag.startsWith(REPOSITORY + ":"));
  }

  private String nextTag() {
    loads++;
    return REPOSITORY + ":" + run + "-" + loads;
  }

  private String load(Image image) throws IOException, InterruptedException {
    Optional<Image> lighter = layers.withoutPresent(image);
    if (lighter.isPresent()) {
      try {
        return send(lighter.get());
      } catch (EngineException e) {
        // It keeps layers in another way, or has just lost them: it gets all of them.
        return send(image);
      }
    }
    return send(image);
  }

  private String send(Image image) throws IOException, InterruptedException {
    String tag = nextTag();
    String name = "the image '" + image.reference() + "'";
    try (PipedInputStream in = new PipedInputStream(PIPE);
        PipedOutputStream pipe = new PipedOutputStream(in);
        DockerLoading loading = new DockerLoading(() -> close(in))) {
      daemon.client().loadImageAsyncCmd(in).exec(loading);
      try {
        send(image, tag, pipe, loading);
        loading.await(name);
      } catch (IOException | InterruptedException e) {
        abandon(pipe, loading, tag, e);
        throw e;
      }
    }
    return daemon
        .imageId(tag)
        .orElseThrow(
            () ->
                new EngineException(
                    "The Docker engine took the image '%s' but does not know it as '%s'. Its own log may say why."
                        .formatted(image.reference(), tag)));
  }

  private void send(Image image, String tag, OutputStream pipe, DockerLoading loading)
      throws IOException, InterruptedException {
    try {
      OutputStream out = new BufferedOutputStream(pipe, 1 << 16);
      archive.write(image, tag, out);
      out.close();
    } catch (IOException e) {
      if (loading.isRefused()) {
        // The engine's own words are better than "Pipe closed".
        loading.await("the image '" + image.reference() + "'");
      }
      throw e;
    }
  }

  /** The engine may have had all of the archive: then it loads it whether we wait or not. */
  private void abandon(OutputStream pipe, DockerLoading loading, String tag, Exception cause) {
    try {
      pipe.close(); // else the engine sees an archive that is cut off
      if (loading.settled()) {
        Unbroken.send(
            () -> {
              new DockerLeftovers(daemon, run).removeTag(tag);
              return tag;
            });
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Stops the writer when the engine stops reading. */
  private static void close(PipedInputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
