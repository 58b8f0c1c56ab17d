package io.github.slimmaven.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which layer an entry of a Spring Boot archive belongs to: as its {@code layers.idx} says (Spring
 * Boot reference, "Layered Jars"), else by the default rules of the Spring Boot plugins.
 */
final class LayersIndex {
  private static final String DEPENDENCIES = "dependencies";
  private static final String LOADER = "spring-boot-loader";
  private static final String SNAPSHOTS = "snapshot-dependencies";
  private static final String APPLICATION = "application";

  /** Layer name to the paths in it; one that ends with a slash means all below. */
  private final Map<String, List<String>> layers;

  private final boolean byRule;

  private LayersIndex(Map<String, List<String>> layers, boolean byRule) {
    this.layers = layers;
    this.byRule = byRule;
  }

  /** For archives without an index. */
  static LayersIndex byRule() {
    Map<String, List<String>> layers = new LinkedHashMap<>();
    for (String name : List.of(DEPENDENCIES, LOADER, SNAPSHOTS, APPLICATION)) {
      layers.put(name, List.of());
    }
    return new LayersIndex(layers, true);
  }

  /**
   * Parses an index: {@code - "layer":} and, indented, {@code - "path"}.
   *
   * @throws SourceException at the first line that is neither
   */
  static LayersIndex parse(List<String> lines) throws SourceException {
    Map<String, List<String>> layers = new LinkedHashMap<>();
    List<String> current = null;
    for (String line : lines) {
      String text = line.strip();
      if (text.isEmpty()) {
        continue;
      }
      if (line.startsWith("- \"") && text.endsWith("\":")) {
        current = new ArrayList<>();
        layers.put(text.substring(3, text.length() - 2), current);
      } else if (current != null
          && line.startsWith("  ")
          && text.length() > 4
          && text.startsWith("- \"")
          && text.endsWith("\"")) {
        current.add(text.substring(3, text.length() - 1));
      } else {
        throw new SourceException(
            "The layers index has a line '"
                + text
                + "' that is not understood. Package the project again with the Spring Boot"
                + " plugin.");
      }
    }
    return layers.isEmpty() ? byRule() : new LayersIndex(layers, false);
  }

  /** Lowest first. */
  List<String> names() {
    return List.copyOf(layers.keySet());
  }

  /** The layer of an entry; the topmost if the index does not name it. */
  String layer(String entry) {
    if (byRule) {
      return rule(entry);
    }
    String last = "";
    for (Map.Entry<String, List<String>> layer : layers.entrySet()) {
      last = layer.getKey();
      for (String path : layer.getValue()) {
        if (path.equals(entry) || (path.endsWith("/") && entry.startsWith(path))) {
          return last;
        }
      }
    }
    return last;
  }

  private static String rule(String entry) {
    if (entry.startsWith("org/springframework/boot/loader/")) {
      return LOADER;
    }
    boolean library =
        entry.endsWith(".jar")
            && (entry.startsWith("BOOT-INF/lib/")
                || entry.startsWith("WEB-INF/lib/")
                || entry.startsWith("WEB-INF/lib-provided/"));
    if (!library) {
      return APPLICATION;
    }
    return entry.contains("SNAPSHOT") ? SNAPSHOTS : DEPENDENCIES;
  }
}
