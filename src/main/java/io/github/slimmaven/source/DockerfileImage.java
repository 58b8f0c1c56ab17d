package io.github.slimmaven.source;

import io.github.slimmaven.dockerfile.Dockerfile;
import io.github.slimmaven.engine.DockerBuild;
import io.github.slimmaven.engine.DockerDaemon;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.image.BuildStep;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Builds a Dockerfile in the Docker engine: by its classic builder, which needs no Docker command,
 * or by buildx where the Dockerfile needs BuildKit.
 */
public final class DockerfileImage {
  private final SourceImages images;
  private final Buildx buildx;

  public DockerfileImage(SourceImages images) {
    this(images, new Buildx("docker"));
  }

  DockerfileImage(SourceImages images, Buildx buildx) {
    this.images = images;
    this.buildx = buildx;
  }

  /**
   * What was built.
   *
   * @param applicationLayers indexes of the layers that its own {@code COPY} and {@code ADD} made;
   *     empty if the engine does not have the base any more or under its name
   */
  public record Built(Image image, Optional<Set<Integer>> applicationLayers) {}

  /**
   * Builds. The image stays in the engine under its tag, which also keeps the engine's cache; the
   * image that had the tag before goes.
   *
   * @param output the build's own output, which is no part of the context
   * @param work a directory for the time of the build; made if missing
   * @param log takes each line of the builder's output
   * @throws SourceException if there is no engine, or a step fails
   */
  public Built build(DockerfileRequest request, Path output, Path work, Consumer<String> log)
      throws IOException, InterruptedException {
    check(request);
    Dockerfile dockerfile = Dockerfile.parse(Files.readString(request.dockerfile()));
    try (DockerDaemon docker = connect(request)) {
      Optional<String> before = docker.imageId(request.tag());
      Optional<String> need = dockerfile.buildKitNeed();
      if (need.isPresent()) {
        buildKit(request, need.get(), new BuildOutput(log));
      } else {
        classic(docker, request, output, work, new BuildOutput(log));
      }
      if (before.isPresent()) {
        docker.removeUnnamed(before.get());
      }
      Image image = images.open(new ImageReference.Daemon(request.tag()));
      Optional<String> base = dockerfile.base(request.target(), request.buildArgs());
      return new Built(image, copied(image, docker.layers(base.orElse(""))));
    }
  }

  private static void check(DockerfileRequest request) throws SourceException {
    if (!Files.isRegularFile(request.dockerfile())) {
      throw new SourceException(
          "The Dockerfile '" + request.dockerfile() + "' does not exist. Correct 'dockerfile'.");
    }
    if (!Files.isDirectory(request.context())) {
      throw new SourceException(
          "The build context '" + request.context() + "' is no directory. Correct 'context'.");
    }
  }

  private static DockerDaemon connect(DockerfileRequest request)
      throws SourceException, InterruptedException {
    try {
      return DockerDaemon.connect();
    } catch (EngineException e) {
      throw new SourceException(
          "The Dockerfile '"
              + request.dockerfile()
              + "' needs a Docker engine: "
              + e.getMessage()
              + " An image that is built already can be given as 'image'.",
          e);
    }
  }

  private static void classic(
      DockerDaemon docker, DockerfileRequest request, Path output, Path work, BuildOutput lines)
      throws IOException, InterruptedException {
    Files.createDirectories(work);
    Path tar = Files.createTempFile(work, "context-", ".tar");
    try {
      BuildContext context = new BuildContext(request.context(), request.dockerfile(), output);
      context.write(tar);
      docker.build(
          new DockerBuild(
              tar,
              context.dockerfile(),
              request.buildArgs(),
              request.target(),
              request.platform(),
              request.tag()),
          lines);
    } catch (EngineException e) {
      throw failed(request, lines.failure(e.getMessage()), e);
    } finally {
      Files.deleteIfExists(tar);
    }
  }

  private void buildKit(DockerfileRequest request, String need, BuildOutput output)
      throws IOException, InterruptedException {
    if (!buildx.available()) {
      throw new SourceException(
          "The Dockerfile '"
              + request.dockerfile()
              + "' needs BuildKit ("
              + need
              + "), and 'docker buildx' is not there. Install Docker's buildx plugin, or build the"
              + " image elsewhere and give it as 'image'.");
    }
    try {
      buildx.build(request, output);
    } catch (SourceException e) {
      throw failed(request, output.failure(e.getMessage()), e);
    }
  }

  private static SourceException failed(
      DockerfileRequest request, String failure, IOException cause) {
    return new SourceException(
        "The Dockerfile '" + request.dockerfile() + "' could not be built: " + failure, cause);
  }

  /** By the history; empty where the base is not known. */
  private static Optional<Set<Integer>> copied(Image image, Optional<List<String>> base) {
    List<String> layers = image.config().diffIds().stream().map(Object::toString).toList();
    boolean fits =
        base.isPresent()
            && base.get().size() <= layers.size()
            && layers.subList(0, base.get().size()).equals(base.get());
    if (!fits) {
      return Optional.empty();
    }
    List<BuildStep> steps = BuildStep.ofLayers(image.config());
    Set<Integer> copied = new TreeSet<>();
    for (int i = base.get().size(); i < layers.size(); i++) {
      if (steps.get(i) == BuildStep.COPY) {
        copied.add(i);
      }
    }
    return Optional.of(copied);
  }
}
