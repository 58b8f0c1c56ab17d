package io.github.slimmaven.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.BuildImageCmd;
import com.github.dockerjava.api.model.BuildResponseItem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * The engine's answer to {@code POST /build} of its classic builder. Closing it ends the build, and
 * the engine removes what it had started.
 */
final class DockerBuilding extends ResultCallback.Adapter<BuildResponseItem> {
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final StringBuilder line = new StringBuilder();
  private final Consumer<String> output;
  private boolean built;

  private DockerBuilding(Consumer<String> output) {
    this.output = output;
  }

  /** Builds; intermediate containers go, intermediate images stay as the engine's cache. */
  static void run(DockerDaemon daemon, DockerBuild build, Consumer<String> output)
      throws IOException, InterruptedException {
    try (InputStream context = Files.newInputStream(build.context());
        DockerBuilding building = new DockerBuilding(output)) {
      BuildImageCmd command =
          daemon
              .client()
              .buildImageCmd(context)
              .withDockerfilePath(build.dockerfile())
              .withTags(Set.of(build.tag()))
              .withRemove(true)
              .withForcerm(true);
      build.buildArgs().forEach(command::withBuildArg);
      build.target().ifPresent(command::withTarget);
      build.platform().ifPresent(command::withPlatform);
      command.exec(building);
      building.over.get();
    } catch (ExecutionException e) {
      throw new EngineException(DockerError.reason(e), e.getCause());
    }
  }

  @Override
  public void onNext(BuildResponseItem item) {
    if (item.getErrorDetail() != null) {
      flush();
      over.completeExceptionally(new IOException(item.getErrorDetail().getMessage()));
    } else if (item.getStream() != null) {
      built |= item.isBuildSuccessIndicated();
      for (String part : item.getStream().split("(?<=\n)")) {
        line.append(part);
        if (part.endsWith("\n")) {
          flush();
        }
      }
    }
  }

  private void flush() {
    String text = line.toString().stripTrailing();
    line.setLength(0);
    if (!text.isEmpty()) {
      output.accept(text);
    }
  }

  @Override
  public void onError(Throwable failure) {
    super.onError(failure);
    over.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    super.onComplete();
    flush();
    if (built) {
      over.complete(null);
    } else {
      over.completeExceptionally(new IOException("its answer ended before the image was built"));
    }
  }
}
