package io.github.slimmaven.source;

import io.github.slimmaven.image.Port;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the application is run, in the words of Jib's {@code container}.
 *
 * @param appRoot absolute directory in the image that holds the application
 * @param mainClass found if not given
 * @param jvmFlags flags before the main class
 * @param extraClasspath class path elements in front of the application's
 * @param entrypoint replaces the one that starts {@code java}; {@code INHERIT} alone means the base
 *     image's
 * @param args the default arguments; if absent there are none, or the base image's if the
 *     entrypoint is inherited
 * @param environment added to the base image's and winning over it
 * @param ports declared besides the base image's
 * @param volumes declared besides the base image's
 * @param labels added to the base image's and winning over them
 * @param user replaces the base image's
 * @param workingDirectory replaces the base image's
 * @param creationTime of the image; the epoch makes equal builds equal
 */
public record ContainerSettings(
    String appRoot,
    Optional<String> mainClass,
    List<String> jvmFlags,
    List<String> extraClasspath,
    Optional<List<String>> entrypoint,
    Optional<List<String>> args,
    Map<String, String> environment,
    List<Port> ports,
    List<String> volumes,
    Map<String, String> labels,
    Optional<String> user,
    Optional<String> workingDirectory,
    Instant creationTime) {

  /** Where Jib puts applications. */
  public static final String APP_ROOT = "/app";

  public ContainerSettings {
    if (!appRoot.startsWith("/")) {
      throw new IllegalArgumentException(
          "'" + appRoot + "' is no absolute path: expected one as in '" + APP_ROOT + "'");
    }
    jvmFlags = List.copyOf(jvmFlags);
    extraClasspath = List.copyOf(extraClasspath);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    ports = List.copyOf(ports);
    volumes = List.copyOf(volumes);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    entrypoint = entrypoint.map(List::copyOf);
    args = args.map(List::copyOf);
  }

  /** Everything as the base image and the application have it. */
  public static ContainerSettings defaults() {
    return new ContainerSettings(
        APP_ROOT,
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        List.of(),
        List.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH);
  }
}
