package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A launched app as probes see it.
 *
 * @param address where a container port is reached
 * @param exit completes with the app's exit code
 * @param sensor what sees the app listen, in a traced run
 * @param inside its container from inside, if that can be reached
 */
public record App(
    Function<Port, InetSocketAddress> address,
    CompletableFuture<Integer> exit,
    Optional<Sensor> sensor,
    Optional<Inside> inside) {

  /** An app that is seen from outside alone. */
  public App(
      Function<Port, InetSocketAddress> address,
      CompletableFuture<Integer> exit,
      Optional<Sensor> sensor) {
    this(address, exit, sensor, Optional.empty());
  }

  /**
   * The container from inside.
   *
   * @param log what the app writes, both streams; grows
   * @param execution executes a command beside the app
   * @param healthCheck the image's own, if it has one
   */
  public record Inside(Path log, Execution execution, Optional<Probe> healthCheck) {}

  /** Executes a command beside the app, and gives its exit code and its output. */
  public interface Execution {
    /**
     * Executes a command.
     *
     * @throws IOException if it cannot be executed, or does not end in time
     */
    Answer execute(List<String> command, Duration timeout) throws IOException, InterruptedException;
  }

  /**
   * Sees the app listen.
   *
   * @param listening completes when a port is listened on, fails if it never will be
   * @param listeners what is listened on so far
   */
  public record Sensor(
      Function<Port, CompletableFuture<Void>> listening, Supplier<Set<Port>> listeners) {}

  InetSocketAddress address(Probe probe) {
    return address.apply(new Port(probe.port(), "tcp"));
  }
}
