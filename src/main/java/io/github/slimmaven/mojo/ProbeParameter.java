package io.github.slimmaven.mojo;

import io.github.slimmaven.probe.Probe;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One probe, in the pom. */
public final class ProbeParameter {
  /**
   * {@code http}, {@code https} or {@code tcp}; by default found out. {@code run} launches the
   * image with {@code args} for a command-line tool, which has to exit by itself.
   */
  String kind = "auto";

  /** Container port; by default the first declared one. */
  int port;

  /** HTTP method. */
  String method = "GET";

  /** Path with query. */
  String path = "/";

  /** Headers by name. */
  Map<String, String> headers = Map.of();

  /** Request body. */
  String body;

  /** Accepted statuses: numbers and ranges, separated by commas. */
  String status = "200-399";

  /** Regular expression that the answer, or the output of a run, must contain. */
  String match;

  /** Arguments of a {@code run}, instead of the image's default ones. */
  List<String> args = List.of();

  /** Expected exit code of a {@code run}. */
  int exitCode;

  Probe toProbe(int defaultPort) {
    if (kind() == Probe.Kind.RUN) {
      return Probe.run(new Probe.Command(args, exitCode), Optional.ofNullable(match));
    }
    return new Probe(
        kind(),
        port(defaultPort),
        method.toUpperCase(Locale.ROOT),
        path,
        headers,
        Optional.ofNullable(body),
        Probe.status(status),
        Optional.ofNullable(match));
  }

  private int port(int defaultPort) {
    if (port == 0 && defaultPort == 0) {
      throw new IllegalArgumentException(
          "the probe of '" + path + "' has no port and none is declared: give it a <port>");
    }
    return port == 0 ? defaultPort : port;
  }

  private Probe.Kind kind() {
    for (Probe.Kind value : Probe.Kind.values()) {
      if (value.name().equalsIgnoreCase(kind)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "'" + kind + "' is no kind of probe: expected 'http', 'https', 'tcp' or 'run'");
  }
}
