package io.github.slimmaven.trace;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;

/** The native program that watches an app: a static Linux binary for each architecture. */
public final class Sensor {
  private final String resources;

  /** The sensors that come with this plugin. */
  public Sensor() {
    this("native");
  }

  Sensor(String resources) {
    this.resources = resources;
  }

  /**
   * Puts the sensor for an architecture into a directory, as an executable file whose name tells
   * its content; a file that is there already is used again. Safe beside other builds.
   *
   * @param architecture of the containers: {@code x86_64}, {@code amd64}, {@code aarch64} or {@code
   *     arm64}
   * @param directory created if missing; kept between builds
   * @throws TraceException if there is no sensor for the architecture
   */
  public Path extract(String architecture, Path directory) throws IOException {
    byte[] content = content(canonical(architecture));
    Path sensor = directory.resolve("sensor-" + Digest.ofContent(content).hex().substring(0, 16));
    if (Files.isExecutable(sensor) && Arrays.equals(Files.readAllBytes(sensor), content)) {
      return sensor;
    }
    AtomicFile.write(
        sensor,
        part -> {
          Files.write(part, content);
          if (Files.getFileAttributeView(part, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        });
    return sensor;
  }

  /** The kernel's name ({@code uname -m}) for an architecture that Java or Docker name. */
  static String canonical(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64", "x86-64" -> "x86_64";
      case "arm64", "aarch64" -> "aarch64";
      default -> architecture;
    };
  }

  private byte[] content(String architecture) throws IOException {
    String name = resources + "/linux-" + architecture + "/sensor";
    try (InputStream in = Sensor.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new TraceException(
            String.format(
                "There is no sensor for '%s' in this plugin (resource '%s'); trace on x86_64 or"
                    + " aarch64, or use a plugin that was built with a compiler for '%s'",
                architecture, name, architecture));
      }
      return in.readAllBytes();
    }
  }
}
