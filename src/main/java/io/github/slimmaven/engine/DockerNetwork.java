package io.github.slimmaven.engine;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A network of the Docker engine.
 *
 * @param id or name
 * @param own whether closing removes it
 */
record DockerNetwork(DockerDaemon daemon, String id, boolean own) implements Network {

  /** Makes one that carries the mark of a run. */
  static DockerNetwork create(DockerDaemon daemon, String name, String run) throws EngineException {
    String id =
        DockerDaemon.call(
                "create the network '" + name + "'",
                () ->
                    daemon
                        .client()
                        .createNetworkCmd()
                        .withName(name)
                        .withLabels(Map.of(DockerLeftovers.LABEL, run))
                        .exec())
            .getId();
    return new DockerNetwork(daemon, id, true);
  }

  /** One that is there. */
  static DockerNetwork existing(DockerDaemon daemon, String name) throws EngineException {
    try {
      DockerDaemon.call(
          "inspect the network '" + name + "'",
          () -> daemon.client().inspectNetworkCmd().withNetworkId(name).exec());
    } catch (EngineException e) {
      throw e.getCause() instanceof NotFoundException
          ? new EngineException(
              "The Docker engine has no network '%s'. Create it before ('docker network create %s'), or correct 'network'."
                  .formatted(name, name),
              e)
          : e;
    }
    return new DockerNetwork(daemon, name, false);
  }

  /** Adds a container to it that was created in another one. */
  void connect(String container, List<String> names) throws EngineException {
    DockerDaemon.call(
        "connect the container to the network '" + id + "'",
        () ->
            daemon
                .client()
                .connectToNetworkCmd()
                .withContainerId(container)
                .withNetworkId(id)
                .withContainerNetwork(new ContainerNetwork().withAliases(names))
                .exec());
  }

  /** Removes a network; one that is gone is fine. */
  static void remove(DockerDaemon daemon, String id) throws EngineException {
    try {
      DockerDaemon.call(
          "remove the network '" + id + "'", () -> daemon.client().removeNetworkCmd(id).exec());
    } catch (EngineException e) {
      if (!(e.getCause() instanceof NotFoundException)) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (own) {
      DockerLeftovers.uninterrupted(() -> remove(daemon, id));
    }
  }
}
