package io.github.slimmaven.probe;

import io.github.slimmaven.probe.Probe.Kind;
import io.github.slimmaven.probe.Probe.StatusRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where frameworks answer how they are: Spring Boot's actuator, MicroProfile Health (section 4.1 of
 * its specification) and Quarkus.
 */
final class HealthPaths {
  private static final List<String> PATHS =
      List.of("/actuator/health", "/health", "/health/ready", "/health/live", "/q/health");
  private static final List<StatusRange> OK = List.of(new StatusRange(200, 299));

  private final Once once;

  HealthPaths(Once once) {
    this.once = once;
  }

  /** Whether the app is there, and merely has nothing at this path for everyone. */
  static boolean mayBeNoPage(Exchange rejected) {
    int status = rejected.answer().status();
    return isHttp(rejected) && status >= 400 && status <= 499;
  }

  /**
   * Asks for each path that is known.
   *
   * @param root what the same port answered to {@code GET /}
   * @return those with a 2xx that is another page than the root's: some apps have one for all paths
   */
  List<Exchange> ask(App app, Exchange root) throws IOException, InterruptedException {
    List<Exchange> found = new ArrayList<>();
    if (!isHttp(root)) {
      return found;
    }
    for (String path : PATHS) {
      try {
        Exchange exchange = once.send(app, probe(root.probe(), path));
        if (!Arrays.equals(exchange.answer().body(), root.answer().body())) {
          found.add(exchange);
        }
      } catch (ProbeException e) {
        if (e.fault() == Fault.EXITED) {
          throw e;
        }
        if (e.fault() != Fault.REJECTED) {
          return found;
        }
      }
    }
    return found;
  }

  private static boolean isHttp(Exchange exchange) {
    return exchange.probe().kind() == Kind.HTTP || exchange.probe().kind() == Kind.HTTPS;
  }

  private static Probe probe(Probe root, String path) {
    return new Probe(
        root.kind(), root.port(), "GET", path, Map.of(), Optional.empty(), OK, Optional.empty());
  }
}
