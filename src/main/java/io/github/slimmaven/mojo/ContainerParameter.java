package io.github.slimmaven.mojo;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.source.ContainerSettings;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** How the built image runs the application, in the words of Jib's {@code container}. */
public final class ContainerParameter {
  /** Directory of the application in the image. */
  String appRoot = ContainerSettings.APP_ROOT;

  /** Main class; found in the classes if not given. */
  String mainClass;

  /** Flags for the JVM. */
  List<String> jvmFlags = List.of();

  /** Class path elements in front of the application's. */
  List<String> extraClasspath = List.of();

  /** Replaces the entrypoint that starts {@code java}; {@code INHERIT} is the base image's. */
  List<String> entrypoint;

  /** Default arguments of the application. */
  List<String> args;

  /** Environment variables. */
  Map<String, String> environment = Map.of();

  /** Declared ports, as in {@code 8080} or {@code 53/udp}. */
  List<String> ports = List.of();

  /** Declared volumes. */
  List<String> volumes = List.of();

  /** Labels. */
  Map<String, String> labels = Map.of();

  /** User that runs the application: {@code user[:group]}, names or numbers. */
  String user;

  /** Working directory. */
  String workingDirectory;

  /** Creation time of the image, ISO 8601 or {@code EPOCH}. */
  String creationTime;

  /**
   * @param morePorts ports that the user named for the run: the image declares them too
   * @param outputTimestamp the project's, for a creation time that is not given
   */
  ContainerSettings toSettings(List<String> morePorts, Instant outputTimestamp) {
    return new ContainerSettings(
        appRoot,
        Optional.ofNullable(mainClass),
        jvmFlags,
        extraClasspath,
        Optional.ofNullable(entrypoint),
        Optional.ofNullable(args),
        environment,
        List.copyOf(
            new TreeSet<>(
                Stream.concat(ports.stream(), morePorts.stream()).map(Port::of).toList())),
        volumes,
        labels,
        Optional.ofNullable(user),
        Optional.ofNullable(workingDirectory),
        creationTime == null ? outputTimestamp : instant(creationTime));
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
