package io.github.slimmaven.engine;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A container of the sandbox engine: its supervisor's process. The app has exited, for whoever asks
 * here, when the supervisor has: then all its output is in the log and its files are removed.
 */
final class SandboxContainer implements Container {
  /** How long the supervisor may take to clean up after it was told to kill the app. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Launch launch;
  private final LaunchDescription description;
  private final Path log;
  private final Path run;
  private final SensorCommand sensor;
  private final SensorStream stream;
  private final Process supervisor;
  private final Set<SandboxContainer> open;
  private final Map<Port, InetSocketAddress> addresses = new HashMap<>();
  private final CompletableFuture<Integer> exit;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SandboxContainer(
      Launch launch,
      LaunchDescription description,
      Path log,
      Path run,
      SensorCommand sensor,
      SensorStream stream,
      Process supervisor,
      Set<SandboxContainer> open) {
    this.launch = launch;
    this.description = description;
    this.log = log;
    this.run = run;
    this.sensor = sensor;
    this.stream = stream;
    this.supervisor = supervisor;
    this.open = open;
    this.exit =
        Pump.over("slim-output", supervisor.getInputStream(), stream::stderr)
            .handle((nothing, failure) -> failure)
            .thenCombine(supervisor.onExit(), (failure, process) -> ended(failure))
            .thenCompose(nothing -> stream.exit());
  }

  /**
   * Starts the supervisor.
   *
   * @param run removed by the supervisor
   * @param file the launch, for the sensor
   * @param open this container is taken from it when it is closed
   * @param description what the file says of the app
   */
  static SandboxContainer start(
      Path binary,
      SensorCommand sensor,
      Launch launch,
      Path run,
      Path file,
      String nonce,
      Set<SandboxContainer> open,
      LaunchDescription description)
      throws IOException {
    Path log = launch.directory().resolve("container.log");
    OutputStream out = Files.newOutputStream(log);
    try {
      Process supervisor =
          new ProcessBuilder(binary.toString(), "sandbox", file.toString())
              .redirectErrorStream(true) // one pipe keeps the order of the app's two streams
              .start();
      return new SandboxContainer(
          launch, description, log, run, sensor, new SensorStream(out, nonce), supervisor, open);
    } catch (IOException e) {
      out.close();
      throw e;
    }
  }

  private Void ended(Throwable failure) {
    Integer code =
        stream.exit().isDone() && !stream.exit().isCompletedExceptionally()
            ? stream.exit().join()
            : null;
    String what =
        code != null
            ? "exited with code " + code
            : "was lost, its supervisor ended with code " + supervisor.exitValue();
    stream.end(
        new EngineException(
            "The app of the image '%s' %s. %s"
                .formatted(launch.image().reference(), what, LogTail.of(log)),
            failure));
    return null;
  }

  /** Returns once the app's program was executed. */
  void awaitExecuted() throws IOException, InterruptedException {
    try {
      get(stream.executed());
    } catch (EngineException e) {
      throw full(e);
    }
    for (Port port : SandboxEngine.relayed(launch)) {
      // The supervisor says so before it executes anything.
      int host = get(stream.published(port.number()));
      addresses.put(port, new InetSocketAddress(InetAddress.getLoopbackAddress(), host));
    }
  }

  /** Says so if the container's files could not be made because their disk is full. */
  private EngineException full(EngineException e) {
    return stream.failed().orElse("").endsWith("No space left on device")
        ? new EngineException(
            "The disk of '%s' is full: the container's files could not be written. Free space there, or choose another directory"
                .formatted(launch.directory()),
            e)
        : e;
  }

  private static <T> T get(CompletableFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException known) {
        throw known;
      }
      throw new EngineException(
          "The sandbox failed: %s. Run it again, or set another 'engine'.".formatted(e.getCause()),
          e);
    }
  }

  @Override
  public InetSocketAddress address(Port port) {
    InetSocketAddress address = addresses.get(port);
    if (address == null) {
      throw new IllegalArgumentException(
          "Port '%s' was not published: the sandbox relays the TCP ports of the launch, %s"
              .formatted(port, SandboxEngine.relayed(launch)));
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

  /** What was not done as Docker does it, a sentence each. */
  List<String> notes() {
    return stream.notes();
  }

  @Override
  public int stop(Duration grace) throws IOException, InterruptedException {
    if (!exit.isDone()) {
      command("signal " + Signals.number(SandboxEngine.stopSignal(launch.image())));
      try {
        exit.get(grace.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        command("kill");
      } catch (ExecutionException e) {
        // said below
      }
    }
    return get(exit);
  }

  @Override
  public Executed execute(List<String> command, Duration timeout)
      throws IOException, InterruptedException {
    synchronized (run) {
      Files.write(
          run.resolve("exec"), description.with(command).bytes("", Optional.empty(), List.of()));
      CompletableFuture<Integer> done = stream.command();
      command("exec");
      int code;
      try {
        code = done.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        throw new EngineException(
            "'%s' did not end within %d s. Look into the app's log."
                .formatted(String.join(" ", command), timeout.toSeconds()),
            e);
      } catch (ExecutionException e) {
        throw new EngineException(
            "'%s' could not be executed: %s"
                .formatted(String.join(" ", command), e.getCause().getMessage()),
            e.getCause());
      }
      try (InputStream output = Files.newInputStream(run.resolve("exec.out"))) {
        return new Executed(
            code, new String(output.readNBytes(Executed.MAX_OUTPUT), StandardCharsets.UTF_8));
      }
    }
  }

  /** A line to the supervisor. */
  private synchronized void command(String line) {
    try {
      OutputStream in = supervisor.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
      in.flush();
    } catch (IOException e) {
      // It has ended: then there is nobody left to be signalled.
    }
  }

  @Override
  public Path trace() throws IOException, InterruptedException {
    if (!launch.traced() || !exit.isDone()) {
      throw new EngineException(
          "There is no trace of the image '%s': %s."
              .formatted(
                  launch.image().reference(),
                  launch.traced()
                      ? "the app still runs; stop it first"
                      : "it was launched untraced; launch it traced"));
    }
    get(stream.executed());
    if (stream.lost().isPresent()) {
      throw SensorTrace.lost(stream.lost().get());
    }
    get(exit);
    Path trace = SandboxEngine.trace(launch);
    SensorTrace.check(trace);
    return trace;
  }

  @Override
  public Path files() throws IOException, InterruptedException {
    if (!launch.handsOver() || !exit.isDone()) {
      throw OutputFiles.unfetched(
          launch.handsOver() ? "the app still runs" : "it was launched without");
    }
    get(exit);
    if (stream.unfetched().isPresent()) {
      throw OutputFiles.unfetched(stream.unfetched().get());
    }
    return SandboxEngine.files(launch);
  }

  @Override
  public Optional<Duration> cpuTime() {
    return CpuTime.of(supervisor.descendants());
  }

  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      interrupted |= end();
    } finally {
      open.remove(this);
      stream.end(
          new EngineException(
              "The container of the image '%s' was closed while something waited for it. Wait before closing it."
                  .formatted(launch.image().reference())));
      stream.close();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Kills, waits, and looks that nothing is left; true if it was interrupted meanwhile. */
  private boolean end() throws IOException {
    boolean interrupted = false;
    try {
      supervisor.getOutputStream().close(); // for the supervisor that means: kill
    } catch (IOException e) {
      // It has ended.
    }
    long limit = System.nanoTime() + PATIENCE.toNanos();
    while (supervisor.isAlive()) {
      try {
        if (!supervisor.waitFor(limit - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          supervisor.destroyForcibly(); // the kernel kills the app with it
          limit = System.nanoTime() + PATIENCE.toNanos();
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    try {
      exit.handle((code, failure) -> null).get();
      if (Files.exists(run, LinkOption.NOFOLLOW_LINKS)) {
        sensor.remove(run);
      }
    } catch (InterruptedException | ExecutionException e) {
      interrupted |= e instanceof InterruptedException;
    }
    return interrupted;
  }
}
