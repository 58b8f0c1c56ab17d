package io.github.slimmaven.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The services of a Compose file around one of them, which we launch ourselves. The project's name
 * is our own, so that nothing of the user's is touched; all that has this name is removed when the
 * engine is closed or its JVM is killed.
 */
public final class ComposeProject implements AutoCloseable {
  /** Label of all that Compose makes for a project. */
  static final String LABEL = "com.docker.compose.project";

  private static final String SERVICE = "com.docker.compose.service";

  private final DockerDaemon daemon;
  private final ReaperProcess reaper;
  private final ComposeCommand command;
  private final ComposeService app;
  private final String name;
  private final JsonNode file;
  private final Function<String, Path> logs;
  private boolean logsKept;

  private ComposeProject(
      DockerDaemon daemon,
      ReaperProcess reaper,
      ComposeCommand command,
      ComposeService app,
      String name,
      JsonNode file,
      Function<String, Path> logs) {
    this.daemon = daemon;
    this.reaper = reaper;
    this.command = command;
    this.app = app;
    this.name = name;
    this.file = file;
    this.logs = logs;
  }

  /** Name of the project of a run. */
  static String name(String run) {
    return "slim" + run;
  }

  /**
   * Starts services.
   *
   * @param services those to start, with what they depend on
   * @param patience until all that have a health check pass it
   * @param logs where the output of a service goes when it is removed; appended
   * @throws EngineException if one does not start or is not healthy in time
   */
  static ComposeProject up(
      DockerDaemon daemon,
      ReaperProcess reaper,
      String run,
      ComposeService app,
      List<String> services,
      Duration patience,
      Function<String, Path> logs)
      throws IOException, InterruptedException {
    ComposeCommand command = ComposeCommand.find().at(daemon.host().toString());
    List<String> start = List.of("-f", app.file().toString(), "-p", name(run));
    JsonNode file =
        ComposeService.tree(
            app.file(), command.call(with(start, List.of("config")), process -> {}));
    ComposeProject project =
        new ComposeProject(daemon, reaper, command, app, name(run), file, logs);
    List<String> words = new ArrayList<>(List.of("up", "--detach", "--no-color"));
    words.addAll(services);
    boolean ready = false;
    try (Events events = daemon.client().eventsCmd().exec(new Events())) {
      // Compose waits itself for the health of what another of these services depends on.
      reaper.making(() -> command.call(with(start, words), reaper::watch));
      project.awaitHealthy(events, patience);
      ready = true;
      return project;
    } finally {
      if (!ready) {
        project.close();
      }
    }
  }

  private static List<String> with(List<String> first, List<String> more) {
    List<String> all = new ArrayList<>(first);
    all.addAll(more);
    return all;
  }

  private void awaitHealthy(Events events, Duration patience)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      String waiting = null;
      for (Container container : containers()) {
        String service = container.getLabels().get(SERVICE);
        String state = state(container.getId());
        if (state.equals("unhealthy") || state.startsWith("exited")) {
          throw notReady(service, "it is '" + state + "'");
        }
        waiting = state.equals("starting") ? service : waiting;
      }
      if (waiting == null) {
        return;
      }
      if (!events.next(end - System.nanoTime())) {
        throw notReady(
            waiting, "its health check did not pass within " + patience.toSeconds() + " s");
      }
    }
  }

  /** {@code healthy}, {@code starting}, {@code unhealthy}, {@code exited with code N}, or "". */
  private String state(String id) throws EngineException {
    InspectContainerResponse.ContainerState state =
        DockerDaemon.call(
                "inspect the container '" + id + "'",
                () -> daemon.client().inspectContainerCmd(id).exec())
            .getState();
    Long code = state.getExitCodeLong();
    if (!Boolean.TRUE.equals(state.getRunning())) {
      return code != null && code == 0 ? "" : "exited with code " + code;
    }
    return state.getHealth() == null ? "" : String.valueOf(state.getHealth().getStatus());
  }

  private EngineException notReady(String service, String why) throws IOException {
    keepLogs();
    return new EngineException(
        "The service '%s' of '%s' is not ready: %s. %s"
            .formatted(service, app.file(), why, LogTail.of(logs.apply(service))));
  }

  private List<Container> containers() throws EngineException {
    return DockerDaemon.call(
        "list containers",
        () ->
            daemon
                .client()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(LABEL, name))
                .exec());
  }

  /** Where the app belongs. */
  public List<Membership> places() {
    List<Membership> places = new ArrayList<>();
    app.networks()
        .forEach(
            (network, aliases) ->
                places.add(
                    new Membership(
                        new DockerNetwork(daemon, full("networks", network), false),
                        with(List.of(app.name()), aliases))));
    return places;
  }

  /** What the app has mounted. */
  public List<String> mounts() {
    return app.volumes().stream()
        .map(volume -> volume.startsWith("/") ? volume : named(volume))
        .toList();
  }

  private String named(String volume) {
    int colon = volume.indexOf(':');
    return full("volumes", volume.substring(0, colon)) + volume.substring(colon);
  }

  /** As Compose names it in the engine. */
  private String full(String kind, String key) {
    JsonNode own = file.path(kind).path(key);
    String given = own.path("name").asText(own.path("external").path("name").asText(""));
    return !given.isEmpty() ? given : own.path("external").asBoolean() ? key : name + "_" + key;
  }

  private void keepLogs() throws IOException {
    if (logsKept) {
      return;
    }
    logsKept = true;
    for (Container container : containers()) {
      Path to = logs.apply(container.getLabels().get(SERVICE));
      try (OutputStream out =
              Files.newOutputStream(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          Output output = new Output(out)) {
        daemon
            .client()
            .logContainerCmd(container.getId())
            .withStdOut(true)
            .withStdErr(true)
            .exec(output)
            .awaitCompletion(20, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Removes its containers, networks and volumes. */
  @Override
  public void close() throws IOException {
    DockerLeftovers.uninterrupted(
        () -> {
          try {
            keepLogs();
          } finally {
            down();
          }
        });
  }

  private void down() throws IOException {
    try {
      command.call(
          List.of("-f", app.file().toString(), "-p", name, "down", "--volumes", "--timeout", "0"),
          reaper::watch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the engine removes the rest when it is closed
    }
  }

  /** Output of a container, as it comes. */
  private static final class Output extends ResultCallback.Adapter<Frame> {
    private final OutputStream out;

    Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void onNext(Frame frame) {
      try {
        out.write(frame.getPayload());
      } catch (IOException e) {
        onError(e);
      }
    }
  }

  /** What happens in the engine. */
  private static final class Events extends ResultCallback.Adapter<Event> {
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public void onNext(Event event) {
      events.add(event);
    }

    boolean next(long nanos) throws InterruptedException {
      return events.poll(nanos, TimeUnit.NANOSECONDS) != null;
    }
  }
}
