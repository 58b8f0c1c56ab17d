package io.github.slimmaven.pipeline;

import java.nio.file.Path;
import java.util.List;

/**
 * A Compose file that has the app among its services.
 *
 * @param file the Compose file
 * @param service name of the app in it
 * @param services those to start before the app; none stands for those that it depends on
 */
public record ComposeRequest(Path file, String service, List<String> services) {
  public ComposeRequest {
    services = List.copyOf(services);
    if (services.contains(service)) {
      throw new IllegalArgumentException(
          "<compose> starts '%s', which is the service to slim. Take it out of <services>."
              .formatted(service));
    }
  }
}
