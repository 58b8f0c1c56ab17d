package io.github.slimmaven.source;

import io.github.slimmaven.image.Port;
import java.util.List;
import java.util.Optional;

/**
 * Where the application's files go, and how it is started.
 *
 * @param layers lowest first, none empty
 * @param entrypoint {@code java} and what follows
 * @param port what the application is known to serve, declared if nothing else is
 */
record AppLayout(List<AppLayer> layers, List<String> entrypoint, Optional<Port> port) {
  AppLayout(List<AppLayer> layers, List<String> entrypoint) {
    this(layers, entrypoint, Optional.empty());
  }

  AppLayout {
    layers = layers.stream().filter(layer -> !layer.files().isEmpty()).toList();
    entrypoint = List.copyOf(entrypoint);
  }
}
