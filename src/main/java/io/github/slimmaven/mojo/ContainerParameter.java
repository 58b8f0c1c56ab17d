package io.github.slimmaven.mojo;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.source.ContainerSettings;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How the built image runs the application, in the words of Jib's {@code container}. What the pom
 * leaves out, properties may say.
 */
public final class ContainerParameter {
  private static final String PREFIX = "slim.container.";

  /** Directory of the application in the image. */
  String appRoot;

  /** Main class; found in the classes if not given. */
  String mainClass;

  /** Flags for the JVM. */
  List<String> jvmFlags;

  /** Class path elements in front of the application's. */
  List<String> extraClasspath;

  /** Replaces the entrypoint that starts {@code java}; {@code INHERIT} is the base image's. */
  List<String> entrypoint;

  /** Default arguments of the application. */
  List<String> args;

  /** Environment variables. */
  Map<String, String> environment = Map.of();

  /** Declared ports, as in {@code 8080} or {@code 53/udp}. */
  List<String> ports;

  /** Declared volumes. */
  List<String> volumes;

  /** Labels. */
  Map<String, String> labels = Map.of();

  /** User that runs the application: {@code user[:group]}, names or numbers. */
  String user;

  /** Working directory. */
  String workingDirectory;

  /** Creation time of the image, ISO 8601 or {@code EPOCH}. */
  String creationTime;

  /**
   * @param properties value of {@code slim.container.<name>}, for what the pom does not say
   * @param morePorts ports that the user named for the run: the image declares them too
   * @param outputTimestamp the project's, for a creation time that is not given
   */
  ContainerSettings toSettings(
      Function<String, Optional<String>> properties,
      List<String> morePorts,
      Instant outputTimestamp) {
    List<String> declared = list(ports, "ports", properties).orElse(List.of());
    return new ContainerSettings(
        text(appRoot, "appRoot", properties).orElse(ContainerSettings.APP_ROOT),
        text(mainClass, "mainClass", properties),
        list(jvmFlags, "jvmFlags", properties).orElse(List.of()),
        list(extraClasspath, "extraClasspath", properties).orElse(List.of()),
        list(entrypoint, "entrypoint", properties),
        list(args, "args", properties),
        environment,
        List.copyOf(
            new TreeSet<>(
                Stream.concat(declared.stream(), morePorts.stream()).map(Port::of).toList())),
        list(volumes, "volumes", properties).orElse(List.of()),
        labels,
        text(user, "user", properties),
        text(workingDirectory, "workingDirectory", properties),
        text(creationTime, "creationTime", properties)
            .map(ContainerParameter::instant)
            .orElse(outputTimestamp));
  }

  private static Optional<String> text(
      String given, String name, Function<String, Optional<String>> properties) {
    return given == null ? properties.apply(PREFIX + name) : Optional.of(given);
  }

  /** As Maven reads lists: separated by commas. */
  private static Optional<List<String>> list(
      List<String> given, String name, Function<String, Optional<String>> properties) {
    return given == null
        ? properties.apply(PREFIX + name).map(text -> List.of(text.split("\\s*,\\s*", -1)))
        : Optional.of(given);
  }

  private static Instant instant(String text) {
    if (text.equals("EPOCH")) {
      return Instant.EPOCH;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is no creation time: expected 'EPOCH' or ISO 8601, as in"
              + " '2026-01-31T12:00:00Z'",
          e);
    }
  }
}
