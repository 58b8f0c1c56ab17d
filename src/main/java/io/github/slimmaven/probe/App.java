package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.net.InetSocketAddress;
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
 */
public record App(
    Function<Port, InetSocketAddress> address,
    CompletableFuture<Integer> exit,
    Optional<Sensor> sensor) {

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
