package io.github.slimmaven.pipeline;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is around the app in every launch.
 *
 * @param services in the order in which they are started
 * @param network of the Docker engine that the app joins
 * @param compose a Compose file that has the app among its services
 */
public record Surroundings(
    List<ServiceRequest> services, Optional<String> network, Optional<ComposeRequest> compose) {
  /** Nothing. */
  public static final Surroundings NONE =
      new Surroundings(List.of(), Optional.empty(), Optional.empty());

  public Surroundings {
    services = List.copyOf(services);
    Set<String> names = new HashSet<>();
    for (ServiceRequest service : services) {
      if (!names.add(service.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "Two services are named '%s'. Give each a name of its own.".formatted(service.name()));
      }
    }
  }
}
