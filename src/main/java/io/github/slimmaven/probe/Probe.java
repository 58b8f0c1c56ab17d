package io.github.slimmaven.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request to the app.
 *
 * @param kind protocol
 * @param port container port, 1 to 65535
 * @param method HTTP method
 * @param path request target, starts with "/"
 * @param headers sent as given
 * @param body sent as UTF-8, if present
 * @param status accepted statuses: numbers and ranges, as in {@code 200-399}
 * @param match regular expression that the body must contain, if present
 */
public record Probe(
    Kind kind,
    int port,
    String method,
    String path,
    Map<String, String> headers,
    Optional<String> body,
    List<StatusRange> status,
    Optional<String> match) {

  /** Protocols. {@code AUTO} is HTTP, else HTTPS, else a plain TCP connection. */
  public enum Kind {
    AUTO,
    HTTP,
    HTTPS,
    TCP
  }

  /** Inclusive bounds. */
  public record StatusRange(int first, int last) {}

  public Probe {
    headers = Map.copyOf(headers);
    status = List.copyOf(status);
  }
}
