package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerCompression;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.inventory.Sbom;
import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.keep.Extras;
import io.github.slimmaven.keep.KeepPattern;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.registry.RegistryAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run of {@code slim:minify} is asked to do.
 *
 * @param image an existing image; else the one that {@code slim:build} left in {@code output}
 * @param name what the minified image is called in the Docker engine, without a tag
 * @param engine where containers run
 * @param level how much stays
 * @param keep what these match stays
 * @param drop Ant-style patterns
 * @param extras what else stays
 * @param jvm how Java runtimes are trimmed
 * @param ports besides those that the image declares
 * @param trace where the trace comes from
 * @param plan what the app is asked, given all declared ports
 * @param ready when the app is ready for the first of them, given all declared ports
 * @param env {@code NAME=value} for the containers
 * @param args replaces the image's cmd
 * @param user replaces the image's user
 * @param surroundings what is around the app in every launch
 * @param startupRuns how often each image is launched to measure its start; 0 = not at all
 * @param harden whether the minified image is tried with less than a container usually gets
 * @param timeout until the app listens, and for each answer
 * @param to besides the layout in {@code output}; if absent, {@code docker://<name>:slim} where the
 *     Docker engine is used
 * @param compression of the minified image's layers, where they are compressed
 * @param scan by which data the known vulnerabilities are counted
 * @param created of the minified image
 * @param registries how registries are reached
 * @param sbom how the lists of packages are written
 * @param output where the results go
 * @param cache where layers are remembered between runs
 */
public record SlimRequest(
    Optional<ImageReference> image,
    String name,
    EngineChoice engine,
    Level level,
    List<KeepPattern> keep,
    List<String> drop,
    Extras extras,
    JvmRequest jvm,
    List<Port> ports,
    TraceRequest trace,
    Function<List<Port>, Plan> plan,
    Function<List<Port>, Ready> ready,
    List<String> env,
    Optional<List<String>> args,
    Optional<String> user,
    Surroundings surroundings,
    int startupRuns,
    Harden harden,
    Duration timeout,
    Optional<List<ImageReference>> to,
    LayerCompression compression,
    ScanSettings scan,
    Instant created,
    RegistryAccess registries,
    List<Sbom.Format> sbom,
    Path output,
    Path cache) {
  private static final int MOST_STARTUP_RUNS = 100;

  /** The same of another image, launched otherwise. */
  SlimRequest with(
      Optional<ImageReference> newImage,
      List<Port> newPorts,
      List<String> newEnv,
      Optional<List<String>> newArgs,
      Optional<String> newUser) {
    return new SlimRequest(
        newImage,
        name,
        engine,
        level,
        keep,
        drop,
        extras,
        jvm,
        newPorts,
        trace,
        plan,
        ready,
        newEnv,
        newArgs,
        newUser,
        surroundings,
        startupRuns,
        harden,
        timeout,
        to,
        compression,
        scan,
        created,
        registries,
        sbom,
        output,
        cache);
  }

  public SlimRequest {
    keep = List.copyOf(keep);
    drop = List.copyOf(drop);
    ports = List.copyOf(ports);
    env = List.copyOf(env);
    sbom = List.copyOf(sbom);
    if (startupRuns < 0 || startupRuns > MOST_STARTUP_RUNS) {
      throw new IllegalArgumentException(
          "'%d' is no slim.startupRuns: expected 0 to %d"
              .formatted(startupRuns, MOST_STARTUP_RUNS));
    }
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException(
          "'" + timeout.toSeconds() + "' is no timeout: expected at least 1 second");
    }
  }
}
