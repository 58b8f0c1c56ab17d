package io.github.slimmaven.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What one run has made in the Docker engine: containers by their label, images by their names. */
final class DockerLeftovers {
  /** Label of every container of ours; its value is the run. */
  static final String LABEL = "io.github.slimmaven.run";

  private final DockerDaemon daemon;
  private final String run;

  DockerLeftovers(DockerDaemon daemon, String run) {
    this.daemon = daemon;
    this.run = run;
  }

  /**
   * Removes everything of this run, by force.
   *
   * @return how much was found
   * @throws EngineException if something could not be removed; the rest was
   */
  int remove() throws EngineException {
    DockerClient client = daemon.client();
    EngineException failure = null;
    List<Container> containers =
        DockerDaemon.call(
            "list containers",
            () ->
                client
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(LABEL, run))
                    .exec());
    for (Container container : containers) {
      try {
        removeContainer(daemon, container.getId());
      } catch (EngineException e) {
        failure = e;
      }
    }
    List<String> tags = daemon.tags(DockerImages.REPOSITORY + ":" + run + "-*");
    for (String tag : tags) {
      try {
        removeTag(tag);
      } catch (EngineException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return containers.size() + tags.size();
  }

  /**
   * Cleans up even on a thread that is being interrupted, whose requests would fail at once; it is
   * interrupted again afterwards.
   */
  static void uninterrupted(Cleanup cleanup) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      cleanup.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Something that removes things. */
  @FunctionalInterface
  interface Cleanup {
    void run() throws IOException;
  }

  /** Kills and removes a container with its anonymous volumes; one that is gone is fine. */
  static void removeContainer(DockerDaemon daemon, String id) throws EngineException {
    gone(
        "remove the container '" + id + "'",
        () ->
            daemon.client().removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec());
  }

  /** Removes a name of an image, and the image with its last name; one that is gone is fine. */
  void removeTag(String tag) throws EngineException {
    gone("remove the image '" + tag + "'", () -> daemon.client().removeImageCmd(tag).exec());
  }

  private static void gone(String what, DockerDaemon.Request<Void> request) throws EngineException {
    try {
      DockerDaemon.call(what, request);
    } catch (EngineException e) {
      // A conflict is a removal that is under way already, by the reaper or another thread.
      boolean underWay =
          e.getCause() instanceof ConflictException
              && DockerError.reason(e.getCause()).contains("already in progress");
      if (!underWay && !(e.getCause() instanceof NotFoundException)) {
        throw e;
      }
    }
  }
}
