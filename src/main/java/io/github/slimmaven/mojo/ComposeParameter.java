package io.github.slimmaven.mojo;

import io.github.slimmaven.pipeline.ComposeRequest;
import java.nio.file.Path;
import java.util.List;

/** A Compose file that has the app among its services, in the pom. */
public final class ComposeParameter {
  /** The file. */
  String file = "docker-compose.yml";

  /** The service to slim. */
  String service;

  /** Services to start before it; by default those that it depends on. */
  List<String> services = List.of();

  ComposeRequest request(Path directory) {
    if (service == null) {
      throw new IllegalArgumentException(
          "<compose> does not say which service of '%s' is to be slimmed: give it a <service>."
              .formatted(file));
    }
    return new ComposeRequest(directory.resolve(file), service, services);
  }
}
