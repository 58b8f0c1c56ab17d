package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.LogTail;
import io.github.slimmaven.engine.Membership;
import io.github.slimmaven.engine.Network;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.ProbeException;
import io.github.slimmaven.probe.Readiness;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.source.SourceImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/**
 * A service whose image is at hand.
 *
 * @param ports all that it listens on
 */
record Service(ServiceRequest request, Image image, List<Port> ports, Ready ready) {
  private static final int LOG_LINES = 30;

  /**
   * Opens its image.
   *
   * @throws IOException if the image cannot be had, or nothing tells when the service is ready
   */
  static Service open(ServiceRequest request, SourceImages images)
      throws IOException, InterruptedException {
    Image image;
    try {
      image = images.open(request.image());
    } catch (IOException e) {
      throw new IOException("The service '" + request.name() + "': " + e.getMessage(), e);
    }
    TreeSet<Port> ports = new TreeSet<>(image.config().exposedPorts());
    ports.addAll(request.ports());
    Ready ready = ready(request, List.copyOf(ports));
    ports.addAll(ready.ports());
    ready
        .http()
        .filter(probe -> probe.port() > 0)
        .ifPresent(p -> ports.add(new Port(p.port(), "tcp")));
    return new Service(request, image, List.copyOf(ports), ready);
  }

  /** By default all its TCP ports must be listened on. */
  private static Ready ready(ServiceRequest request, List<Port> ports) throws IOException {
    Ready ready = request.ready().apply(ports);
    if (ready.tells() || !ready.ports().isEmpty()) {
      return ready;
    }
    List<Port> tcp = ports.stream().filter(port -> port.protocol().equals("tcp")).toList();
    if (tcp.isEmpty()) {
      throw new IOException(
          "Nothing tells when the service '%s' is ready: its image declares no TCP port. Give it <ports> or a <readiness>."
              .formatted(request.name()));
    }
    return new Ready(tcp, ready.http(), ready.log(), ready.health(), ready.timeout());
  }

  String name() {
    return request.name();
  }

  /** Starts it; it may not be ready yet. */
  Container launch(Engine engine, Network network, Path directory)
      throws IOException, InterruptedException {
    Launch launch =
        new Launch(image, request.args(), request.env(), request.user(), ports, false, directory)
            .in(List.of(new Membership(network, List.of(name()))), List.of());
    try {
      return engine.launch(launch);
    } catch (EngineException e) {
      throw new EngineException(
          "The service '%s' cannot be started: %s".formatted(name(), e.getMessage()), e);
    }
  }

  /**
   * Returns once it is ready.
   *
   * @throws EngineException with the end of its log if it is not in time
   */
  void await(Container container, Readiness readiness, Path log)
      throws IOException, InterruptedException {
    try {
      readiness.await(LaunchedApp.of(image, container, false), ready, List.of());
    } catch (ProbeException e) {
      throw new EngineException(
          "The service '%s' is not ready: %s"
              .formatted(name(), e.withLog(LogTail.read(container.log(), LOG_LINES)).getMessage())
              .replace("The app's log ends:", "The log of '" + name() + "' ('" + log + "') ends:"),
          e);
    }
  }
}
