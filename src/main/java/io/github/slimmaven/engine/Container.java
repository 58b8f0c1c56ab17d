package io.github.slimmaven.engine;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A started container. Closing it kills and removes it, at any time, more than once. */
public interface Container extends AutoCloseable {
  /** The loopback (or remote engine's) address behind which this container port is reached. */
  InetSocketAddress address(Port port);

  /**
   * Completes when the sensor has seen a TCP listener on this port (any address of the container).
   * Fails if the app exits or the sensor is lost first. Only for a traced launch.
   */
  CompletableFuture<Void> listening(Port port);

  /** Every TCP listener and bound UDP port that the sensor has seen so far; empty if untraced. */
  Set<Port> listeners();

  /** The app's exit code; 128 + signal if a signal ended it. */
  CompletableFuture<Integer> exit();

  /** The app's output, both streams as they came, without the sensor's own events. */
  Path log();

  /**
   * Executes a command beside the app, with its user, environment and working directory. In a
   * traced run the sensor does not see what it touches.
   *
   * @throws EngineException if it cannot be executed, or does not end in time
   */
  Executed execute(List<String> command, Duration timeout) throws IOException, InterruptedException;

  /**
   * Processor time that the app's living processes have taken so far; empty where the engine cannot
   * tell, as one in another machine.
   */
  Optional<Duration> cpuTime() throws IOException;

  /**
   * Sends the image's stop signal, waits for the exit, kills after the grace period.
   *
   * @return the exit code
   */
  int stop(Duration grace) throws IOException, InterruptedException;

  /**
   * The sensor's raw trace, to be called after {@link #stop}.
   *
   * @throws EngineException if the run was not traced to its end: a partial trace is never returned
   */
  Path trace() throws IOException, InterruptedException;

  /**
   * A directory with the regular files that the app left in {@link Launch#OUT}, to be called after
   * {@link #stop}. Links and what else lies there is left out. The app wrote them: trust nothing.
   *
   * @throws EngineException if the launch does not hand over, the app still runs, or the files
   *     cannot be had, as they are too many or too large
   */
  Path files() throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
