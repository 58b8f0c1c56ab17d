package io.github.slimmaven.keep;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a database says of a package; "" is what it does not say.
 *
 * @param source what it was built from
 * @param installed whether it is, and is not just known or left with its configuration
 */
record ControlData(
    String name, String architecture, String version, String source, boolean installed) {

  static ControlData of(String name, String version) {
    return new ControlData(name, "", version, "", true);
  }

  /** Reads paragraphs, one for each package (deb-control(5), dpkg's {@code status}). */
  static void read(List<String> lines, Consumer<ControlData> packages) {
    Reading reading = new Reading();
    for (String line : lines) {
      if (line.isBlank()) {
        reading.end().ifPresent(packages);
        reading = new Reading();
      } else {
        reading.add(line);
      }
    }
    reading.end().ifPresent(packages);
  }

  private static final class Reading {
    private String name = "";
    private String architecture = "";
    private String version = "";
    private String source = "";
    private String status = "";

    void add(String line) {
      if (line.startsWith("Package: ")) {
        name = value(line);
      } else if (line.startsWith("Architecture: ")) {
        architecture = value(line);
      } else if (line.startsWith("Version: ")) {
        version = value(line);
      } else if (line.startsWith("Source: ")) {
        source = value(line);
      } else if (line.startsWith("Status: ")) {
        status = value(line);
      }
    }

    /** A file of distroless images has no status: what it names is there. */
    Optional<ControlData> end() {
      boolean installed = status.isEmpty() || status.endsWith(" installed");
      return name.isEmpty()
          ? Optional.empty()
          : Optional.of(new ControlData(name, architecture, version, source, installed));
    }

    private static String value(String line) {
      return line.substring(line.indexOf(':') + 1).trim();
    }
  }
}
