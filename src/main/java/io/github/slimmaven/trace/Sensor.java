package io.github.slimmaven.trace;

import io.github.slimmaven.image.AtomicFile;
import io.github.slimmaven.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
          write(part, content);
          if (Files.getFileAttributeView(part, PosixFileAttributeView.class) != null) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        });
    return sensor;
  }

  /**
   * Another process writes it where it may be executed: one that this JVM starts meanwhile, in
   * whatever thread, would inherit the open file, and the kernel executes none that is open for
   * writing (execve(2), ETXTBSY).
   */
  private static void write(Path file, byte[] content) throws IOException {
    if (!System.getProperty("os.name").equals("Linux")) {
      Files.write(file, content);
      return;
    }
    Process writer = new ProcessBuilder("sh", "-c", "cat > \"$1\"", "sh", file.toString()).start();
    try {
      IOException broken = null;
      try (OutputStream out = writer.getOutputStream()) {
        out.write(content);
      } catch (IOException e) {
        broken = e; // what the writer says is why
      }
      String errors = new String(writer.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      if (writer.waitFor() != 0 || broken != null) {
        throw new IOException("'" + file + "' cannot be written: " + errors.strip(), broken);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while '" + file + "' was written");
    } finally {
      writer.destroy();
    }
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
