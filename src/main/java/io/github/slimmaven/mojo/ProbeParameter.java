package io.github.slimmaven.mojo;

import io.github.slimmaven.probe.Probe;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One probe, in the pom. */
public final class ProbeParameter {
  /** {@code http}, {@code https} or {@code tcp}; by default found out. */
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

  /** Regular expression that the answer must contain. */
  String match;

  Probe toProbe(int defaultPort) {
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
        "'" + kind + "' is no kind of probe: expected 'http', 'https' or 'tcp'");
  }
}
