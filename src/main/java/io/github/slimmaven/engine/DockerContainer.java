package io.github.slimmaven.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.WaitResponse;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A container of the Docker engine that was created, and perhaps started. */
final class DockerContainer implements Container {
  /** How long the engine may take for what needs no app: to deliver output, to kill. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Between the start of a process by this machine's clock and by the engine's. */
  private static final Duration SAME_START = Duration.ofSeconds(5);

  private final DockerDaemon daemon;
  private final String id;
  private final Launch launch;
  private final Tracing tracing;
  private final Path log;
  private final SensorStream stream;
  private final DockerOutput output;
  private final Consumer<DockerContainer> removed;

  private final Waiting waiting = new Waiting();
  private final CompletableFuture<Integer> exit;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile Map<Port, InetSocketAddress> addresses = Map.of();
  private Path trace;
  private Path files;

  /**
   * @param log where the stream writes
   * @param removed is told when the container is gone
   */
  DockerContainer(
      DockerDaemon daemon,
      String id,
      Launch launch,
      Tracing tracing,
      Path log,
      SensorStream stream,
      Consumer<DockerContainer> removed) {
    this.daemon = daemon;
    this.id = id;
    this.launch = launch;
    this.tracing = tracing;
    this.log = log;
    this.stream = stream;
    this.output = new DockerOutput(stream);
    this.removed = removed;
    this.exit =
        waiting
            .code
            .thenCompose(this::afterOutput)
            .exceptionallyCompose(failure -> CompletableFuture.failedFuture(lost(failure)))
            .whenComplete(this::ended);
  }

  private CompletableFuture<Integer> afterOutput(int code) {
    return output
        .over()
        .copy()
        .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(nothing -> code);
  }

  private void ended(Integer code, Throwable failure) {
    if (failure == null && stream.failed().isEmpty()) {
      // The app's exit kills the sensor, maybe before it has said that the app was executed.
      stream.executed().complete(null);
    }
    stream.end(failure == null ? exited(code) : lost(failure));
  }

  private EngineException lost(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof EngineException engine
        ? engine
        : new EngineException(
            "The Docker engine lost the app of the image '%s': %s. Check that the engine runs. %s"
                .formatted(image(), DockerError.reason(cause), LogTail.of(log)),
            cause);
  }

  private EngineException exited(int code) {
    return new EngineException(
        "The app of the image '%s' exited with code %d. %s"
            .formatted(image(), code, LogTail.of(log)));
  }

  /**
   * Attaches to the output, starts, and returns once the app's program was executed. The app may
   * have ended by then: its exit says so.
   */
  void start() throws IOException, InterruptedException {
    daemon
        .client()
        .attachContainerCmd(id)
        .withStdOut(true)
        .withStdErr(true)
        .withFollowStream(true)
        .exec(output);
    try {
      output.attached().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      DockerDaemon.call("start the container", () -> daemon.client().startContainerCmd(id).exec());
    } catch (TimeoutException e) {
      throw new EngineException(
          "The Docker engine did not attach to the container '%s' within %d s. Check the engine."
              .formatted(id, PATIENCE.toSeconds()),
          e);
    } catch (EngineException | ExecutionException e) {
      // podman prepares the app when it is attached to, and says then what is wrong.
      throw unstarted(e);
    }
    daemon.client().waitContainerCmd(id).exec(waiting);
    if (tracing != Tracing.NONE) {
      // The sensor says when; it fails when the container ends before.
      get(stream.executed(), PATIENCE.multipliedBy(3), "executed the app's program");
    }
    publish();
  }

  private EngineException unstarted(Exception e) {
    String reason = DockerError.reason(e);
    if (!(e.getCause() instanceof DockerException)) {
      return new EngineException(
          "The Docker engine failed while it started the image '%s': %s. Check that the engine runs."
              .formatted(image(), reason),
          e);
    }
    if (DockerPorts.isReason(reason)) {
      return new EngineException(
          "The Docker engine could not publish the ports %s of the image '%s': %s. End some of what listens on its machine, or widen its 'net.ipv4.ip_local_port_range'."
              .formatted(launch.ports(), image(), reason),
          e);
    }
    return new StartException(
        "The image '%s' could not be started: %s. Correct its entrypoint, user or working directory, or the launch settings."
            .formatted(image(), reason),
        e);
  }

  private void publish() throws IOException, InterruptedException {
    if (launch.ports().isEmpty()) {
      return;
    }
    addresses = new DockerPorts(daemon).addresses(id, launch.ports());
    if (addresses.size() < launch.ports().size()) {
      // The engine takes the ports back when the app ends: whoever waits for them sees the exit.
      get(exit, PATIENCE, "published the ports " + launch.ports());
    }
  }

  private <T> T get(CompletableFuture<T> future, Duration time, String what)
      throws IOException, InterruptedException {
    try {
      return future.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new EngineException(
          "The Docker engine has not %s of the image '%s' within %d s. %s"
              .formatted(what, image(), time.toSeconds(), LogTail.of(log)),
          e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineException engine) {
        throw engine;
      }
      throw new EngineException(
          "The Docker engine failed while it ran the image '%s': %s. Check that the engine runs."
              .formatted(image(), DockerError.reason(e)),
          e);
    }
  }

  SensorStream stream() {
    return stream;
  }

  /** The container's id in the engine. */
  String id() {
    return id;
  }

  private String image() {
    return launch.image().reference();
  }

  @Override
  public InetSocketAddress address(Port port) {
    InetSocketAddress address = addresses.get(port);
    if (address == null) {
      throw new IllegalArgumentException(
          "Port '%s' was not published: name it in the launch's ports %s"
              .formatted(port, launch.ports()));
    }
    return address;
  }

  @Override
  public CompletableFuture<Void> listening(Port port) {
    return stream.listening(port).copy();
  }

  @Override
  public Set<Port> listeners() {
    return stream.listeners();
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return exit.copy();
  }

  @Override
  public Path log() {
    return log;
  }

  /**
   * The engine names a process of its own machine: it is the app's if it started when the app did.
   */
  @Override
  public Optional<Duration> cpuTime() throws IOException {
    InspectContainerResponse.ContainerState state =
        DockerDaemon.call(
                "inspect the container", () -> daemon.client().inspectContainerCmd(id).exec())
            .getState();
    if (state.getPidLong() == null || state.getStartedAt() == null) {
      return Optional.empty();
    }
    Instant started = Instant.parse(state.getStartedAt());
    return ProcessHandle.of(state.getPidLong())
        .filter(process -> startedAt(process, started))
        .flatMap(process -> CpuTime.of(Stream.concat(Stream.of(process), process.descendants())));
  }

  private static boolean startedAt(ProcessHandle process, Instant time) {
    return process
        .info()
        .startInstant()
        .filter(start -> Duration.between(start, time).abs().compareTo(SAME_START) < 0)
        .isPresent();
  }

  @Override
  public Executed execute(List<String> command, Duration timeout)
      throws IOException, InterruptedException {
    return DockerCommand.run(daemon, id, command, timeout);
  }

  @Override
  public int stop(Duration grace) throws IOException, InterruptedException {
    if (!exit.isDone()) {
      signal(launch.image().config().stopSignal().orElse("SIGTERM"));
      try {
        exit.get(grace.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        signal("SIGKILL");
      } catch (ExecutionException e) {
        // said below
      }
    }
    return get(exit, PATIENCE, "ended the app");
  }

  private void signal(String signal) throws EngineException {
    try {
      DockerDaemon.call(
          "send the signal '" + signal + "'",
          () -> daemon.client().killContainerCmd(id).withSignal(signal).exec());
    } catch (EngineException e) {
      if (!(e.getCause() instanceof NotFoundException) && runs()) {
        throw e;
      }
    }
  }

  /** Engines say in words of their own that there is nobody to signal: their state is asked. */
  private boolean runs() throws EngineException {
    return Boolean.TRUE.equals(
        daemon.inspectContainer(id).map(found -> found.getState().getRunning()).orElse(false));
  }

  @Override
  public synchronized Path trace() throws IOException, InterruptedException {
    if (trace != null) {
      return trace;
    }
    if (tracing == Tracing.NONE || !exit.isDone() || closed.get()) {
      throw new EngineException(
          "There is no trace of the image '%s': %s."
              .formatted(
                  image(),
                  tracing == Tracing.NONE
                      ? "it was launched untraced; launch it traced"
                      : closed.get()
                          ? "its container is removed; ask before closing it"
                          : "the app still runs; stop it first"));
    }
    get(stream.executed(), PATIENCE, "executed the app's program");
    if (stream.lost().isPresent()) {
      throw SensorTrace.lost(stream.lost().get());
    }
    trace = new DockerTrace(daemon, image()).fetch(id, launch.directory().resolve("trace.raw"));
    SensorTrace.addLimit(trace, tracing.limit());
    return trace;
  }

  @Override
  public synchronized Path files() throws IOException, InterruptedException {
    if (!launch.handsOver() || !exit.isDone() || closed.get()) {
      throw OutputFiles.unfetched(
          !launch.handsOver()
              ? "it was launched without"
              : closed.get() ? "it is removed" : "the app still runs");
    }
    if (files == null) {
      Path fetched = Files.createDirectory(launch.directory().resolve("out"));
      OutputFiles.fetch(daemon, id, fetched);
      files = fetched;
    }
    return files;
  }

  /** Whoever closes it second waits for the first: its image can be removed only then. */
  @Override
  public void close() throws IOException {
    synchronized (closed) {
      if (closed.compareAndSet(false, true)) {
        remove();
      }
    }
  }

  private void remove() throws IOException {
    try {
      DockerLeftovers.uninterrupted(() -> DockerLeftovers.removeContainer(daemon, id));
      removed.accept(this);
    } finally {
      output.close();
      waiting.close();
      stream.end(
          new EngineException(
              "The container of the image '%s' was closed while something waited for it. Wait before closing it."
                  .formatted(image())));
      stream.close();
    }
  }

  /** The exit code, from the engine. */
  private static final class Waiting extends ResultCallback.Adapter<WaitResponse> {
    private final CompletableFuture<Integer> code = new CompletableFuture<>();

    @Override
    public void onNext(WaitResponse response) {
      code.complete(response.getStatusCode());
    }

    @Override
    public void onError(Throwable failure) {
      code.completeExceptionally(failure); // first: this closes, too
      super.onError(failure);
    }

    @Override
    public void onComplete() {
      code.completeExceptionally(new IOException("the engine's answer ended early"));
      super.onComplete();
    }

    @Override
    public void close() throws IOException {
      super.close();
      code.completeExceptionally(new IOException("the container was removed"));
    }
  }
}
