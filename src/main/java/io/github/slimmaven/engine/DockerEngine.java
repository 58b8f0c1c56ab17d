package io.github.slimmaven.engine;

import io.github.slimmaven.image.LiveMark;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Launches containers in Docker, local or remote. A traced launch has the sensor copied in and made
 * the entrypoint, with the capabilities SYS_ADMIN and SYS_PTRACE added (never {@code --privileged},
 * no bind mount); an untraced one is what {@code docker run} would start.
 *
 * <p>Nothing outlives it: {@link #close}, a shutdown hook and, for a JVM that is killed, a small
 * child process remove its containers and temporary images; where that was killed too, the next
 * start of any run of this user does.
 */
public final class DockerEngine implements Engine {
  private final DockerDaemon daemon;
  private final boolean ownsDaemon;
  private final SensorFiles sensor;
  private final String run;
  private final DockerImages images;
  private final DockerCreating creating;
  private final DockerLeftovers leftovers;
  private final Optional<DockerJanitor> janitor;
  private final Set<DockerContainer> containers = ConcurrentHashMap.newKeySet();
  private final Thread hook = new Thread(this::closeAtExit, "slim-docker-close");
  private final AtomicInteger networks = new AtomicInteger();
  private ReaperProcess reaper;
  private Optional<LiveMark> mark = Optional.empty();
  private boolean closed;

  /** Guards {@link #removed}. */
  private final Object removal = new Object();

  private boolean removed;

  private DockerEngine(
      DockerDaemon daemon,
      boolean ownsDaemon,
      SensorFiles sensor,
      ArchiveWriter archive,
      Optional<DockerJanitor> janitor) {
    this.daemon = daemon;
    this.ownsDaemon = ownsDaemon;
    this.sensor = sensor;
    this.run = random();
    this.images = new DockerImages(daemon, archive, run);
    this.creating = new DockerCreating(daemon, run);
    this.leftovers = new DockerLeftovers(daemon, run);
    this.janitor = janitor;
  }

  /**
   * Connects to the engine that {@link DockerDaemon#connect} finds; decided within ten seconds.
   *
   * @param sensor copied into traced containers
   * @param archive writes the images that the engine does not have
   * @param runs a directory for the marks of this user's runs: what those have left that were
   *     killed is removed now
   * @throws EngineException that says why there is no Docker engine to be had
   */
  public static DockerEngine connect(SensorBinary sensor, ArchiveWriter archive, Path runs)
      throws IOException, InterruptedException {
    DockerDaemon daemon = DockerDaemon.connect();
    try {
      DockerJanitor janitor = new DockerJanitor(daemon, runs);
      janitor.clean();
      return new DockerEngine(
          daemon,
          true,
          SensorFiles.read(sensor, daemon.architecture()),
          archive,
          Optional.of(janitor));
    } catch (IOException | InterruptedException e) {
      daemon.close();
      throw e;
    }
  }

  /** Uses a connection that the caller has and closes. */
  public static DockerEngine over(DockerDaemon daemon, SensorBinary sensor, ArchiveWriter archive)
      throws IOException {
    return new DockerEngine(
        daemon, false, SensorFiles.read(sensor, daemon.architecture()), archive, Optional.empty());
  }

  private static String random() {
    byte[] bytes = new byte[12];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String name() {
    return "docker";
  }

  @Override
  public String version() {
    return daemon.version();
  }

  /** The images of the same engine. */
  public DockerDaemon daemon() {
    return daemon;
  }

  @Override
  public Network network(List<String> names) throws IOException, InterruptedException {
    String name = "slim-" + run + "-" + networks.incrementAndGet();
    return open().making(() -> Unbroken.send(() -> DockerNetwork.create(daemon, name, run)));
  }

  /**
   * A network that is there; closing it does nothing.
   *
   * @throws EngineException if there is none of that name
   */
  public Network existingNetwork(String name) throws EngineException {
    return DockerNetwork.existing(daemon, name);
  }

  /**
   * Starts the services of a Compose file around one of them.
   *
   * @param services those to start, with what they depend on
   * @param patience until all that have a health check pass it
   * @param logs where the output of a service goes when it is removed; appended
   */
  public ComposeProject compose(
      ComposeService app, List<String> services, Duration patience, Function<String, Path> logs)
      throws IOException, InterruptedException {
    return ComposeProject.up(daemon, open(), run, app, services, patience, logs);
  }

  @Override
  public Container launch(Launch launch) throws IOException, InterruptedException {
    try {
      return launchOnce(launch);
    } catch (InterruptedIOException e) {
      throw interrupted(e);
    } catch (EngineException e) {
      if (Thread.interrupted()) {
        throw interrupted(e);
      }
      throw e;
    }
  }

  private static InterruptedException interrupted(IOException cause) {
    InterruptedException interrupted = new InterruptedException(cause.getMessage());
    interrupted.initCause(cause);
    return interrupted;
  }

  private Container launchOnce(Launch launch) throws IOException, InterruptedException {
    LaunchDescription.of(launch, "").bytes("", Optional.empty(), List.of());
    if (!launch.traced()) {
      return start(launch, Tracing.NONE);
    }
    checkArchitecture(launch);
    try {
      return start(launch, Tracing.FULL);
    } catch (UnprivilegedException e) {
      return start(launch, Tracing.WEAK);
    }
  }

  private void checkArchitecture(Launch launch) throws EngineException {
    String theirs = launch.image().config().architecture();
    boolean native32 = theirs.equals("386") && daemon.architecture().equals("amd64");
    if (!theirs.isEmpty() && !theirs.equals(daemon.architecture()) && !native32) {
      throw new EngineException(
          "The image '%s' is for '%s', but the Docker engine runs on '%s', and an emulated app cannot be traced. Use an image for '%s', or an engine on '%s'."
              .formatted(
                  launch.image().reference(),
                  theirs,
                  daemon.architecture(),
                  daemon.architecture(),
                  theirs));
    }
  }

  /** What this run has left in the engine. */
  DockerLeftovers leftovers() {
    return leftovers;
  }

  /** The mark of this run. */
  String run() {
    return run;
  }

  /** The child that cleans up after a kill, once there was a launch. */
  synchronized ReaperProcess reaper() {
    return reaper;
  }

  /** Starts a container that is watched in this way, and no other. */
  Container start(Launch launch, Tracing tracing) throws IOException, InterruptedException {
    ReaperProcess watching = open();
    String nonce = random();
    Path log = launch.directory().resolve("container.log");
    SensorStream stream = new SensorStream(Files.newOutputStream(log), nonce);
    DockerContainer container;
    try {
      String image = watching.making(() -> images.present(launch.image()));
      String id =
          watching.making(() -> Unbroken.send(() -> creating.create(launch, tracing, image)));
      container = new DockerContainer(daemon, id, launch, tracing, log, stream, containers::remove);
      containers.add(container);
    } catch (IOException | InterruptedException | RuntimeException e) {
      stream.close();
      throw e;
    }
    try {
      for (int i = 1; i < launch.networks().size(); i++) {
        Membership place = launch.networks().get(i);
        DockerCreating.docker(place).connect(container.id(), place.names());
      }
      if (tracing != Tracing.NONE) {
        copyIn(container.id(), launch, tracing, nonce);
      }
      if (launch.handsOver()) {
        put(container.id(), OutputFiles.tar(), "make '" + Launch.OUT + "' in the container");
      }
      container.start();
      return container;
    } catch (IOException | InterruptedException | RuntimeException e) {
      boolean refused =
          tracing == Tracing.FULL
              && UnprivilegedException.isReason(
                  stream.failed().orElse(String.valueOf(e.getMessage())));
      try {
        container.close();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      if (refused) {
        throw new UnprivilegedException(e);
      }
      throw e;
    }
  }

  @Override
  public boolean hardens() {
    return true;
  }

  private void copyIn(String id, Launch launch, Tracing tracing, String nonce) throws IOException {
    boolean weak = tracing == Tracing.WEAK;
    byte[] description =
        LaunchDescription.of(launch, id.substring(0, 12))
            .bytes(
                nonce,
                Optional.of(SensorFiles.TRACE),
                weak ? List.of(new LaunchDescription.Setting("weak", "1")) : List.of());
    put(id, sensor.tar(description, weak), "copy the sensor into the container");
  }

  private void put(String id, InputStream tar, String what) throws EngineException {
    DockerDaemon.call(
        what,
        () ->
            daemon
                .client()
                .copyArchiveToContainerCmd(id)
                .withRemotePath("/")
                .withTarInputStream(tar)
                .exec());
  }

  /** The reaper, started with the first container. */
  private synchronized ReaperProcess open() throws IOException {
    if (closed) {
      throw new EngineException("The Docker engine's connection is closed. Launch before closing.");
    }
    if (reaper == null) {
      addHook();
      if (janitor.isPresent()) {
        mark = Optional.of(janitor.get().mark(run));
      }
      try {
        reaper = ReaperProcess.start(run);
      } catch (EngineException e) {
        unmark(); // a Ctrl-C reaches the whole process group, and so the start of a process
        throw e;
      }
    }
    return reaper;
  }

  private void addHook() throws EngineException {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw new EngineException("The JVM is going down: nothing is launched any more.", e);
    }
  }

  private void closeAtExit() {
    try {
      remove();
    } catch (IOException e) {
      // The reaper goes on: it was not told that all is done.
      return;
    }
  }

  /** Removes all that is left; the reaper is let go only if that succeeded. */
  private void remove() throws IOException {
    ReaperProcess watching;
    synchronized (this) {
      closed = true;
      watching = reaper;
    }
    if (watching == null) {
      return;
    }
    // Whoever closes it and the hook may come together: one at a time, or each spoils the other's.
    synchronized (removal) {
      if (removed) {
        return;
      }
      try (watching) {
        DockerLeftovers.uninterrupted(this::removeAll);
        watching.done();
        unmark();
        removed = true;
      }
    }
  }

  private void unmark() throws IOException {
    if (mark.isPresent()) {
      DockerLeftovers.uninterrupted(mark.get()::close);
    }
  }

  private void removeAll() throws IOException {
    IOException failure = null;
    for (DockerContainer container : containers) {
      try {
        container.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    leftovers.remove();
    if (failure != null) {
      throw failure;
    }
  }

  /** Removes every container and temporary image of this engine. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
    }
    try {
      remove();
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down: the hook does the same.
      throw new EngineException("The JVM ended while the Docker engine was closed.", e);
    } finally {
      if (ownsDaemon) {
        daemon.close();
      }
    }
  }
}
