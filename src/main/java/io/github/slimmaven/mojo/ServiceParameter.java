package io.github.slimmaven.mojo;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.pipeline.ServiceRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that the app needs to start, in the pom. */
public final class ServiceParameter {
  /** Name by which the app reaches it. */
  String name;

  /** Its image: any reference that the goal takes. */
  String image;

  /** Its environment, besides the image's. */
  Map<String, String> env = Map.of();

  /** Ports that it listens on, besides those that the image declares. */
  List<String> ports = List.of();

  /** Arguments instead of the image's default ones. */
  List<String> args = List.of();

  /** User instead of the image's. */
  String user;

  /** When the app may start; takes what the app's {@code <readiness>} takes. */
  ReadinessParameter readiness = new ReadinessParameter();

  ServiceRequest request(Path directory) {
    if (name == null || image == null) {
      throw new IllegalArgumentException(
          "The service '%s' has no %s: give it a <name> and an <image>."
              .formatted(
                  name != null ? name : image != null ? image : "",
                  name == null ? "name" : "image"));
    }
    return new ServiceRequest(
        name,
        ImageReference.of(image),
        env.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
        ports.stream().map(Port::of).toList(),
        Optional.of(args).filter(list -> !list.isEmpty()),
        Optional.ofNullable(user),
        all -> readiness.ready(all.isEmpty() ? 0 : all.get(0).number(), directory));
  }
}
