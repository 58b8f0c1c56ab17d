package io.github.slimmaven.engine;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A Docker engine and its images. Found as docker-java finds it: {@code DOCKER_HOST}, {@code
 * DOCKER_CONTEXT} or the current context of {@code ~/.docker/config.json}, {@code
 * DOCKER_CERT_PATH}, {@code ~/.docker-java.properties}, else the default socket. Thread-safe.
 */
public final class DockerDaemon implements AutoCloseable {
  /** To connect: an engine that is not there refuses at once. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** For the first answer, on a machine at its limit. */
  private static final Duration ANSWER = Duration.ofSeconds(8);

  /** The newest API (docs.docker.com, "Engine API version history") that docker-java knows. */
  private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;

  private static final Map<URI, CompletableFuture<Version>> ASKED = new ConcurrentHashMap<>();

  private final DockerClient client;
  private final URI host;
  private final Version version;

  private DockerDaemon(DockerClient client, URI host, Version version) {
    this.client = client;
    this.host = host;
    this.version = version;
  }

  /**
   * Connects; decided within ten seconds, and mostly at once.
   *
   * @throws EngineException that says why there is no Docker engine to be had
   */
  public static DockerDaemon connect() throws EngineException, InterruptedException {
    DefaultDockerClientConfig.Builder builder;
    DefaultDockerClientConfig config;
    try {
      builder = DefaultDockerClientConfig.createDefaultConfigBuilder();
      config = builder.withApiVersion(RemoteApiVersion.unknown()).build();
    } catch (RuntimeException e) {
      throw unusable(e);
    }
    Version version = version(config);
    try {
      DefaultDockerClientConfig agreed = builder.withApiVersion(api(version)).build();
      return new DockerDaemon(client(agreed, Optional.empty()), agreed.getDockerHost(), version);
    } catch (RuntimeException e) {
      throw unreachable(config, DockerError.reason(e), e);
    }
  }

  /** Threads that ask at the same time, as modules of a parallel build, share one answer. */
  private static Version version(DefaultDockerClientConfig config)
      throws EngineException, InterruptedException {
    CompletableFuture<Version> mine = new CompletableFuture<>();
    CompletableFuture<Version> others = ASKED.putIfAbsent(config.getDockerHost(), mine);
    CompletableFuture<Version> answer = others == null ? mine : others;
    if (others == null) {
      try {
        ask(config, probe(config), mine);
      } catch (EngineException e) {
        ASKED.remove(config.getDockerHost(), mine);
        mine.completeExceptionally(e);
        throw e;
      }
    }
    try {
      return answer.get(ANSWER.toMillis() + 300, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      ASKED.remove(config.getDockerHost(), answer);
      throw unreachable(config, "no answer within " + ANSWER.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw unreachable(config, DockerError.reason(e), e.getCause());
    }
  }

  private static void ask(
      DefaultDockerClientConfig config, DockerClient probe, CompletableFuture<Version> answer) {
    Thread asking =
        new Thread(
            () -> {
              try (probe) {
                answer.complete(probe.versionCmd().exec());
              } catch (IOException | RuntimeException | LinkageError e) {
                // An error of linkage where it is late: Maven has taken the classes away.
                answer.completeExceptionally(e);
              } finally {
                ASKED.remove(config.getDockerHost(), answer);
              }
            },
            "slim-docker-version");
    asking.setDaemon(true);
    asking.start();
  }

  /** The client, with the classes loaded that read an answer: only the engine is on the clock. */
  private static DockerClient probe(DefaultDockerClientConfig config) throws EngineException {
    try {
      config.getObjectMapper().readValue("{}", Version.class);
      return client(config, Optional.of(ANSWER));
    } catch (IOException | RuntimeException e) {
      throw unusable(e);
    }
  }

  private static EngineException unusable(Exception cause) {
    String reason = DockerError.reason(cause);
    return new EngineException(
        reason.contains("ssh:")
            ? "The Docker engine is not used over ssh, as the app's ports could not be reached (%s). Set DOCKER_HOST to its 'tcp://HOST:2376' with DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH, or set engine 'sandbox'."
                .formatted(reason)
            : "The Docker settings cannot be used: %s. Correct DOCKER_HOST, DOCKER_CONTEXT or DOCKER_CERT_PATH, or set engine 'sandbox'."
                .formatted(reason),
        cause);
  }

  private static EngineException unreachable(
      DefaultDockerClientConfig config, String reason, Throwable cause) {
    return new EngineException(
        "Docker does not answer at '%s': %s. Start it or correct DOCKER_HOST, or set engine 'sandbox'."
            .formatted(config.getDockerHost(), reason),
        cause);
  }

  private static DockerClient client(
      DefaultDockerClientConfig config, Optional<Duration> patience) {
    ZerodepDockerHttpClient.Builder http =
        new ZerodepDockerHttpClient.Builder()
            .dockerHost(config.getDockerHost())
            .sslConfig(config.getSSLConfig())
            .connectionTimeout(PATIENCE);
    patience.ifPresent(http::responseTimeout);
    return DockerClientImpl.getInstance(config, http.build());
  }

  private static RemoteApiVersion api(Version version) {
    RemoteApiVersion theirs = RemoteApiVersion.parseConfig(version.getApiVersion());
    if (NEWEST.isGreaterOrEqual(theirs)) {
      return theirs;
    }
    String least = version.getMinAPIVersion();
    RemoteApiVersion oldest = least == null ? NEWEST : RemoteApiVersion.parseConfig(least);
    return oldest.isGreater(NEWEST) ? oldest : NEWEST;
  }

  /** Version of the engine. */
  public String version() {
    return version.getVersion();
  }

  /** The engine's architecture in Go's words: {@code amd64}, {@code arm64}. */
  public String architecture() {
    return version.getArch().toLowerCase(Locale.ROOT);
  }

  /**
   * The id of an image, {@code sha256:...}; empty if the engine has none of that name.
   *
   * @param name as in {@code docker inspect}: {@code name[:tag|@digest]}, or an id
   */
  public Optional<String> imageId(String name) throws EngineException {
    return inspect(name).map(InspectImageResponse::getId);
  }

  /**
   * Writes an image as {@code docker save} does. No file is left on failure.
   *
   * @param tarFile created or replaced
   */
  public void save(String name, Path tarFile) throws IOException {
    save(name, tarFile, bytes -> {});
  }

  /**
   * The same, for one who wants to know how far it is.
   *
   * @param read is told how many more bytes were had
   */
  public void save(String name, Path tarFile, LongConsumer read) throws IOException {
    String id = imageId(name).orElseThrow(() -> notFound(name));
    boolean whole = false;
    try (InputStream tar =
            call("save the image '" + name + "'", () -> client.saveImageCmd(id).exec());
        OutputStream out = Files.newOutputStream(tarFile)) {
      byte[] buffer = new byte[1 << 16];
      int count;
      while ((count = tar.read(buffer)) >= 0) {
        out.write(buffer, 0, count);
        read.accept(count);
      }
      whole = true;
    } catch (EngineException e) {
      throw e;
    } catch (IOException e) {
      throw new EngineException(
          "The image '%s' could not be saved to '%s': %s. Check the disk and the Docker engine."
              .formatted(name, tarFile, DockerError.reason(e)),
          e);
    } finally {
      if (!whole) {
        Files.deleteIfExists(tarFile);
      }
    }
  }

  /**
   * Loads a docker archive, as {@code docker load} does.
   *
   * @throws EngineException with the engine's own words if it refuses the archive
   */
  public void load(InputStream archive) throws IOException, InterruptedException {
    try (DockerLoading loading =
        new DockerLoading(
            () -> {
              // The caller closes the archive.
            })) {
      client.loadImageAsyncCmd(archive).exec(loading);
      loading.await("the archive");
    }
  }

  /** Gives an image that is present one more name, {@code name:tag}. */
  public void tag(String image, String name) throws EngineException {
    int colon = name.lastIndexOf(':');
    boolean tagged = colon > name.lastIndexOf('/');
    String repository = tagged ? name.substring(0, colon) : name;
    String tag = tagged ? name.substring(colon + 1) : "latest";
    try {
      call(
          "tag the image '" + image + "'", () -> client.tagImageCmd(image, repository, tag).exec());
    } catch (EngineException e) {
      throw e.getCause() instanceof NotFoundException ? notFound(image) : e;
    }
  }

  /**
   * Builds an image with the classic builder.
   *
   * @param output takes each line that the builder says
   * @throws EngineException with the builder's own words if a step fails
   */
  public void build(DockerBuild build, Consumer<String> output)
      throws IOException, InterruptedException {
    DockerBuilding.run(this, build, output);
  }

  /** Diff ids of an image's layers, lowest first; empty if the engine does not have it. */
  public Optional<List<String>> layers(String name) throws EngineException {
    if (name.equals("scratch")) {
      return Optional.of(List.of());
    }
    return name.isEmpty()
        ? Optional.empty()
        : inspect(name).map(image -> image.getRootFS()).map(root -> root.getLayers());
  }

  /** Removes an image, with its parents, unless it has a name or something is made of it. */
  public void removeUnnamed(String id) throws EngineException {
    Optional<InspectImageResponse> image = inspect(id);
    if (image.isEmpty()
        || (image.get().getRepoTags() != null && !image.get().getRepoTags().isEmpty())) {
      return;
    }
    try {
      remove(id);
    } catch (EngineException e) {
      if (!(e.getCause() instanceof ConflictException)) {
        throw e;
      }
    }
  }

  /** Takes a name from an image, and removes it if it has no other and no container uses it. */
  public void remove(String name) throws EngineException {
    call("remove the image '" + name + "'", () -> client.removeImageCmd(name).exec());
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  DockerClient client() {
    return client;
  }

  /** Where the engine is: {@code unix:///...}, {@code tcp://...}. */
  public URI host() {
    return host;
  }

  Optional<InspectImageResponse> inspect(String name) throws EngineException {
    try {
      return Optional.of(
          call("inspect the image '" + name + "'", () -> client.inspectImageCmd(name).exec()));
    } catch (EngineException e) {
      if (e.getCause() instanceof NotFoundException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A container, by its id; empty once it is removed. */
  Optional<InspectContainerResponse> inspectContainer(String id) throws EngineException {
    try {
      return Optional.of(
          call("inspect the container", () -> client.inspectContainerCmd(id).exec()));
    } catch (EngineException e) {
      if (e.getCause() instanceof NotFoundException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Names that match this pattern ({@code docker image ls --filter reference=}). */
  List<String> tags(String pattern) throws EngineException {
    return call("list images", () -> client.listImagesCmd().withReferenceFilter(pattern).exec())
        .stream()
        .filter(image -> image.getRepoTags() != null)
        .flatMap(image -> List.of(image.getRepoTags()).stream())
        .toList();
  }

  private static EngineException notFound(String name) {
    return new EngineException(
        "The Docker engine has no image '%s'. Run 'docker pull %s' first, or correct the name."
            .formatted(name, name));
  }

  /** One request to the engine. */
  @FunctionalInterface
  interface Request<T> {
    T send();
  }

  /** Sends a request; whatever goes wrong becomes an {@link EngineException} with its cause. */
  static <T> T call(String what, Request<T> request) throws EngineException {
    try {
      return request.send();
    } catch (RuntimeException e) {
      throw new EngineException(
          "The Docker engine could not %s: %s. Its own log may say more."
              .formatted(what, DockerError.reason(e)),
          e);
    }
  }
}
