package io.github.slimmaven.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The native program that watches an app: a static Linux binary for each architecture. */
public final class Sensor {
  private static final List<String> ARCHITECTURES = List.of("x86_64", "aarch64");
  private static final String FILE = "sensor";

  private final String resources;

  /** The sensors that come with this plugin. */
  public Sensor() {
    this("native");
  }

  Sensor(String resources) {
    this.resources = resources;
  }

  /**
   * Puts the sensor for this machine into a directory, see {@link #extractAll}.
   *
   * @return the executable file
   * @throws TraceException if there is no sensor for this machine
   */
  public Path extract(Path directory) throws IOException {
    return extract(System.getProperty("os.arch"), directory);
  }

  Path extract(String architecture, Path directory) throws IOException {
    String name = canonical(architecture);
    if (content(name).isEmpty()) {
      throw new TraceException(
          String.format(
              "There is no sensor for '%s' in this plugin (resource '%s'); trace on x86_64 or"
                  + " aarch64, or use a plugin that was built with a compiler for '%s'",
              name, resource(name), name));
    }
    return extractAll(directory).resolve("linux-" + name).resolve(FILE);
  }

  /**
   * Puts the sensors of all architectures that this plugin has into a directory whose name tells
   * their content; what is there already is used again. Safe beside other builds.
   *
   * @param directory created if missing; kept between builds
   * @return the directory that holds {@code linux-x86_64/sensor} and {@code linux-aarch64/sensor},
   *     or one of them
   * @throws TraceException if the plugin has none at all
   */
  public Path extractAll(Path directory) throws IOException {
    Map<String, byte[]> sensors = new TreeMap<>();
    for (String architecture : ARCHITECTURES) {
      content(architecture).ifPresent(content -> sensors.put(architecture, content));
    }
    if (sensors.isEmpty()) {
      throw new TraceException(
          String.format(
              "There is no sensor in this plugin (resource '%s'); use a plugin that was built where"
                  + " a C compiler is installed",
              resource(ARCHITECTURES.get(0))));
    }
    Path folder = directory.resolve(sha256(sensors).substring(0, 16));
    for (Map.Entry<String, byte[]> sensor : sensors.entrySet()) {
      Path file = folder.resolve("linux-" + sensor.getKey()).resolve(FILE);
      if (!Files.isExecutable(file)
          || !Arrays.equals(Files.readAllBytes(file), sensor.getValue())) {
        write(sensor.getValue(), file);
      }
    }
    return folder;
  }

  private static void write(byte[] content, Path file) throws IOException {
    Path folder = Files.createDirectories(file.getParent());
    Path part = Files.createTempFile(folder, ".sensor", "");
    try {
      Files.write(part, content);
      if (Files.getFileAttributeView(part, PosixFileAttributeView.class) != null) {
        Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The kernel's name ({@code uname -m}) for an architecture that Java or Docker name. */
  private static String canonical(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64", "x86-64" -> "x86_64";
      case "arm64", "aarch64" -> "aarch64";
      default -> architecture;
    };
  }

  private String resource(String architecture) {
    return resources + "/linux-" + architecture + "/" + FILE;
  }

  private Optional<byte[]> content(String architecture) throws IOException {
    try (InputStream in = Sensor.class.getResourceAsStream(resource(architecture))) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    }
  }

  private static String sha256(Map<String, byte[]> sensors) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      sensors.values().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
