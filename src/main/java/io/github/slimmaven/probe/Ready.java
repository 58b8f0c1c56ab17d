package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When an app counts as ready: all of it must hold before the first probe is sent.
 *
 * @param ports that must be listened on, before which the others need not; none stands for all
 *     published ones in a traced run
 * @param http a request that must be answered as it says
 * @param log regular expression that a line of the app's log must contain
 * @param health whether the image's health check must have passed
 * @param timeout for all of it together, if it is another than for an answer
 */
public record Ready(
    List<Port> ports,
    Optional<Probe> http,
    Optional<String> log,
    boolean health,
    Optional<Duration> timeout) {
  /** Nothing but what every launch waits for. */
  public static final Ready DEFAULT =
      new Ready(List.of(), Optional.empty(), Optional.empty(), false, Optional.empty());

  public Ready {
    ports = List.copyOf(ports);
    log.ifPresent(Probe::checkMatch);
    if (timeout.isPresent() && (timeout.get().isZero() || timeout.get().isNegative())) {
      throw new IllegalArgumentException(
          "'" + timeout.get().toSeconds() + "' is no timeout: expected at least 1 second");
    }
    for (Port port : ports) {
      if (!port.protocol().equals("tcp")) {
        throw new IllegalArgumentException(
            "'" + port + "' cannot be waited for: expected a TCP port, as in '8080/tcp'");
      }
    }
  }

  /** The same, but that all these ports must be listened on. */
  public Ready listening(List<Port> all) {
    return new Ready(all, http, log, health, timeout);
  }

  /** Whether something besides ports tells that the app is ready. */
  public boolean tells() {
    return http.isPresent() || log.isPresent() || health;
  }
}
