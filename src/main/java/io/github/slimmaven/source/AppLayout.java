package io.github.slimmaven.source;

import java.util.List;

/**
 * Where the application's files go, and how it is started.
 *
 * @param layers lowest first, none empty
 * @param entrypoint {@code java} and what follows
 */
record AppLayout(List<AppLayer> layers, List<String> entrypoint) {
  AppLayout {
    layers = layers.stream().filter(layer -> !layer.files().isEmpty()).toList();
    entrypoint = List.copyOf(entrypoint);
  }
}
