package io.github.slimmaven.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one run has made in the Docker engine: containers and networks by their label, images and
 * volumes by their names.
 */
final class DockerLeftovers {
  /** Label of every container of ours; its value is the run. */
  static final String LABEL = "io.github.slimmaven.run";

  private static final int REMOVAL_SECONDS = 10;

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
    List<Container> containers = new ArrayList<>(containers(Map.of(LABEL, run)));
    String project = ComposeProject.name(run);
    containers.addAll(containers(Map.of(ComposeProject.LABEL, project)));
    for (Container container : containers) {
      try {
        removeContainer(daemon, container.getId());
      } catch (EngineException e) {
        failure = e;
      }
    }
    List<Network> networks =
        DockerDaemon.call("list networks", () -> client.listNetworksCmd().exec()).stream()
            .filter(
                network ->
                    run.equals(labels(network).get(LABEL))
                        || project.equals(labels(network).get(ComposeProject.LABEL)))
            .toList();
    for (Network network : networks) {
      try {
        DockerNetwork.remove(daemon, network.getId());
      } catch (EngineException e) {
        failure = e;
      }
    }
    // Compose names its volumes so; one that only our container mounts has no label.
    List<String> volumes =
        volumes().stream().filter(name -> name.startsWith(project + "_")).toList();
    for (String volume : volumes) {
      try {
        DockerDaemon.call(
            "remove the volume '" + volume + "'", () -> client.removeVolumeCmd(volume).exec());
      } catch (EngineException e) {
        failure = e;
      }
    }
    List<String> tags = new ArrayList<>(daemon.tags(DockerImages.REPOSITORY + ":" + run + "-*"));
    tags.addAll(daemon.tags(project + "_*"));
    tags.addAll(daemon.tags(project + "-*"));
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
    return containers.size() + networks.size() + volumes.size() + tags.size();
  }

  private List<Container> containers(Map<String, String> labels) throws EngineException {
    return DockerDaemon.call(
        "list containers",
        () -> daemon.client().listContainersCmd().withShowAll(true).withLabelFilter(labels).exec());
  }

  private List<String> volumes() throws EngineException {
    List<InspectVolumeResponse> volumes =
        DockerDaemon.call("list volumes", () -> daemon.client().listVolumesCmd().exec())
            .getVolumes();
    return volumes == null
        ? List.of()
        : volumes.stream().map(InspectVolumeResponse::getName).toList();
  }

  private static Map<String, String> labels(Network network) {
    return network.getLabels() == null ? Map.of() : network.getLabels();
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

  /**
   * Kills and removes a container with its anonymous volumes; one that is gone is fine, and one
   * that another thread or the reaper is removing has at least ended afterwards.
   */
  static void removeContainer(DockerDaemon daemon, String id) throws EngineException {
    try {
      DockerDaemon.call(
          "remove the container '" + id + "'",
          () ->
              daemon
                  .client()
                  .removeContainerCmd(id)
                  .withForce(true)
                  .withRemoveVolumes(true)
                  .exec());
    } catch (EngineException e) {
      boolean underWay =
          e.getCause() instanceof ConflictException
              && DockerError.reason(e.getCause()).contains("already in progress");
      if (underWay) {
        awaitEnd(daemon, id);
      } else if (!(e.getCause() instanceof NotFoundException)) {
        throw e;
      }
    }
  }

  private static void awaitEnd(DockerDaemon daemon, String id) throws EngineException {
    try {
      daemon
          .client()
          .waitContainerCmd(id)
          .exec(new WaitContainerResultCallback())
          .awaitCompletion(REMOVAL_SECONDS, TimeUnit.SECONDS);
    } catch (NotFoundException e) {
      return; // it is gone by now
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("The removal of the container '" + id + "' was interrupted.", e);
    }
  }

  /**
   * Removes a name of an image, and the image with its last name; one that is gone is fine. Forced,
   * for a container that is just being removed may still hold it.
   */
  void removeTag(String tag) throws EngineException {
    try {
      DockerDaemon.call(
          "remove the image '" + tag + "'",
          () -> daemon.client().removeImageCmd(tag).withForce(true).exec());
    } catch (EngineException e) {
      if (!(e.getCause() instanceof NotFoundException)) {
        throw e;
      }
    }
  }
}
