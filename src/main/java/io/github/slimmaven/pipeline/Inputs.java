package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.DockerDaemon;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.source.SourceImages;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/** All that decides on what a run makes, as far as it can be known before the run. */
final class Inputs {
  /**
   * How registries are reached and where things are remembered changes nothing of the image; what
   * is known of vulnerabilities is looked at by itself.
   */
  private static final Set<String> ELSEWHERE = Set.of("registries", "cache", "scan");

  private Inputs() {}

  /**
   * Their fingerprint; empty if something takes part that may change unseen: what others have
   * started, or an image that cannot be had (then the run says so).
   */
  static Optional<String> of(SlimRequest request) throws InterruptedException {
    Surroundings around = request.surroundings();
    if (around.network().isPresent() || around.compose().isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(fingerprint(request));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String fingerprint(SlimRequest request) throws IOException, InterruptedException {
    Fingerprint all = Fingerprint.start(request.cache());
    all.add("plugin", tool()).add("java", Runtime.version().toString());
    all.add("engine", engine(request.engine()));
    all.without(ELSEWHERE, request);
    SourceImages images =
        new SourceImages(request.registries(), new LayerStore(request.cache()), request.cache());
    if (request.image().isPresent()) {
      all.add("source", images.identity(request.image().get()));
    } else {
      BuiltSource source = BuiltSource.read(request.output());
      all.add("source", source.image().digest())
          .add("config", source.image().config().bytes())
          .add("application", source.applicationDirs())
          .add("layers", source.applicationLayers());
    }
    for (ServiceRequest service : request.surroundings().services()) {
      all.add(service.name(), images.identity(service.image()));
    }
    if (request.trace().mode() == TraceRequest.Mode.COMMITTED) {
      all.file("trace", request.trace().committed());
    }
    for (Path file : request.trace().more()) {
      all.file("more", file);
    }
    advisories(request.scan(), all);
    for (Path home : request.jvm().javaHomes()) {
      all.file("jdk", home.resolve("release"));
    }
    return all.finish();
  }

  /** Data and the day: how old data are is told in days. */
  private static void advisories(ScanSettings scan, Fingerprint all) throws IOException {
    all.add("age", scan.mostAge());
    if (!scan.isEmpty()) {
      all.add("day", scan.asOf().truncatedTo(ChronoUnit.DAYS));
    }
    for (Path data : scan.advisories()) {
      all.add("advisories", FileState.times(data));
    }
  }

  /** The very plugin: two builds of a snapshot have the same version. */
  private static Optional<Digest> tool() throws IOException {
    CodeSource code = Inputs.class.getProtectionDomain().getCodeSource();
    if (code == null || !code.getLocation().getPath().endsWith(".jar")) {
      return Optional.empty();
    }
    try {
      return Optional.of(FileState.digest(Path.of(code.getLocation().toURI())));
    } catch (URISyntaxException e) {
      throw new IOException("the plugin's own file is not found", e);
    }
  }

  /** The engine that would be used. */
  private static String engine(EngineChoice choice) throws IOException, InterruptedException {
    if (choice == EngineChoice.SANDBOX) {
      return "sandbox";
    }
    try (DockerDaemon docker = DockerDaemon.connect()) {
      return "docker " + docker.version() + " " + docker.host();
    } catch (EngineException e) {
      if (choice == EngineChoice.DOCKER) {
        throw e;
      }
      return "sandbox";
    }
  }
}
