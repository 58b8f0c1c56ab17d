package io.github.slimmaven.source;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.util.List;

/**
 * Where the application's files go, and how it is started.
 *
 * @param layers lowest first, none empty
 * @param entrypoint {@code java} and what follows
 */
record AppLayout(List<FileEntriesLayer> layers, List<String> entrypoint) {
  AppLayout {
    layers = layers.stream().filter(layer -> !layer.getEntries().isEmpty()).toList();
    entrypoint = List.copyOf(entrypoint);
  }
}
