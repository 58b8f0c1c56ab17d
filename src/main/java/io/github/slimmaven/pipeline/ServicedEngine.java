package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.ComposeProject;
import io.github.slimmaven.engine.ComposeService;
import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.DockerEngine;
import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.Membership;
import io.github.slimmaven.engine.Network;
import io.github.slimmaven.probe.Prober;
import io.github.slimmaven.probe.Readiness;
import io.github.slimmaven.source.SourceImages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An engine that gives every launch its own, fresh services: what the app changed in its database
 * is gone when the next launch is asked the same. A launch returns once they are ready and the app
 * runs; closing the app's container removes them.
 */
final class ServicedEngine implements Engine {
  private final Engine engine;
  private final List<Service> services;
  private final Optional<Network> joined;
  private final Composed composed;
  private final Duration timeout;
  private final Readiness readiness;
  private final Workspace workspace;
  private final Path output;
  private final RunLog log;

  private ServicedEngine(
      Engine engine,
      List<Service> services,
      Optional<Network> joined,
      Composed composed,
      Workspace workspace,
      RunLog log) {
    this.engine = engine;
    this.services = services;
    this.joined = joined;
    this.composed = composed;
    this.timeout = composed.request().timeout();
    this.readiness = new Readiness(new Prober(), timeout);
    this.workspace = workspace;
    this.output = composed.request().output();
    this.log = log;
  }

  /**
   * The engine itself where a request asks for nothing around the app.
   *
   * @throws IOException if a service has no image, or there is no such network
   */
  static Engine of(
      Engine engine, Composed composed, SourceImages images, Workspace workspace, RunLog log)
      throws IOException, InterruptedException {
    SlimRequest request = composed.request();
    Surroundings around = request.surroundings();
    if (around.equals(Surroundings.NONE)) {
      return engine;
    }
    Optional<Network> joined = Optional.empty();
    if (around.network().isPresent()) {
      joined = Optional.of(docker(engine, "network").existingNetwork(around.network().get()));
    }
    List<Service> services = new ArrayList<>();
    for (ServiceRequest service : around.services()) {
      services.add(Service.open(service, images));
    }
    if (around.compose().isPresent()) {
      docker(engine, "compose");
    }
    return new ServicedEngine(engine, services, joined, composed, workspace, log);
  }

  static DockerEngine docker(Engine engine, String parameter) throws EngineException {
    if (engine instanceof DockerEngine docker) {
      return docker;
    }
    throw new EngineException(
        "'%s' needs a Docker engine, and the engine is '%s'. Start Docker and set engine 'docker', or use 'services'."
            .formatted(parameter, engine.name()));
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public String version() {
    return engine.version();
  }

  @Override
  public boolean hardens() {
    return engine.hardens();
  }

  @Override
  public Network network(List<String> names) throws IOException, InterruptedException {
    return engine.network(names);
  }

  @Override
  public Container launch(Launch launch) throws IOException, InterruptedException {
    Opened opened = new Opened();
    boolean launched = false;
    try {
      List<Membership> places = new ArrayList<>();
      List<String> mounts = List.of();
      if (composed.service().isPresent()) {
        ComposeProject project = startCompose(composed.service().get());
        opened.add(project);
        places.addAll(project.places());
        mounts = project.mounts();
      }
      if (!services.isEmpty()) {
        places.add(new Membership(startServices(opened), List.of()));
      }
      joined.ifPresent(network -> places.add(new Membership(network, List.of())));
      Launch program =
          launch.program().isPresent() ? launch : launch.of(composed.program(launch.args()));
      Container app = engine.launch(program.in(places, mounts));
      launched = true;
      return new ServicedContainer(app, opened);
    } finally {
      if (!launched) {
        opened.close();
      }
    }
  }

  private ComposeProject startCompose(ComposeService app) throws IOException, InterruptedException {
    Stopwatch watch = new Stopwatch();
    List<String> given = composed.request().surroundings().compose().orElseThrow().services();
    List<String> wanted = given.isEmpty() ? app.dependencies() : given;
    if (wanted.isEmpty()) {
      throw new EngineException(
          "The service '%s' of '%s' depends on no other. Name those to start in <services> of <compose>, or leave <compose> out."
              .formatted(app.name(), app.file()));
    }
    ComposeProject project =
        docker(engine, "compose")
            .compose(app, wanted, timeout, service -> output.resolve(Outputs.serviceLog(service)));
    log.servicesReady(wanted, watch.total());
    return project;
  }

  /** In the order of the pom, each once the one before it is ready. */
  private Network startServices(Opened opened) throws IOException, InterruptedException {
    Stopwatch watch = new Stopwatch();
    Network network = engine.network(services.stream().map(Service::name).toList());
    opened.add(network);
    for (Service service : services) {
      Container container =
          service.launch(engine, network, workspace.anotherFolder("service-" + service.name()));
      Path to = output.resolve(Outputs.serviceLog(service.name()));
      opened.add(
          () -> {
            try (container) {
              keepLog(container.log(), to);
            }
          });
      service.await(container, readiness, to);
    }
    log.servicesReady(services.stream().map(Service::name).toList(), watch.total());
    return network;
  }

  private static void keepLog(Path log, Path to) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      Files.copy(log, out);
    }
  }

  /** Whoever opened the engine closes it. */
  @Override
  public void close() {
    // Each launch has closed what it opened.
  }
}
