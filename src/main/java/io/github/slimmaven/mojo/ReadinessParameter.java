package io.github.slimmaven.mojo;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.Ready;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When the app is ready, in the pom. */
public final class ReadinessParameter {
  /** Container ports that must be listened on. */
  List<String> ports = List.of();

  /** A request that must be answered; takes what a {@code <probe>} takes. */
  ProbeParameter http;

  /** Regular expression that a line of the log must contain. */
  String log;

  /** Whether the image's health check must have passed. */
  boolean health;

  /** Seconds for all of it; 0 takes the goal's {@code timeout}. */
  int timeout;

  Ready ready(int defaultPort, Path directory) {
    return new Ready(
        ports.stream().map(Port::of).toList(),
        Optional.ofNullable(http).map(probe -> probe.toProbe(defaultPort, directory)),
        Optional.ofNullable(log),
        health,
        timeout == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(timeout)));
  }
}
