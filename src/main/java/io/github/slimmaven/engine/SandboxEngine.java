package io.github.slimmaven.engine;

import io.github.slimmaven.engine.LaunchDescription.Setting;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Launches containers in Linux namespaces, without any daemon; as root, or as an ordinary user
 * where the machine lets users make namespaces. The sensor's {@code sandbox} command does it and
 * supervises; it holds a pipe to this JVM, so that even a killed JVM leaves nothing.
 *
 * <p>What differs from Docker: TCP ports only; no way out of the container's network; for an
 * ordinary user there is one uid, the app's, which owns all files, and device nodes are missing.
 */
public final class SandboxEngine implements Engine {
  /** The launch's own directory, in the launch's. The sensor takes it away. */
  private static final String RUN = "sandbox";

  private static final int HOSTNAME_BYTES = 6;

  private final Path binary;
  private final Path cache;
  private final SensorCommand sensor;
  private final Set<SandboxContainer> containers = ConcurrentHashMap.newKeySet();
  private final Set<SandboxNetwork> networks = ConcurrentHashMap.newKeySet();
  private final Set<String> limits = new CopyOnWriteArraySet<>();
  private UnpackedLayers layers;
  private boolean closed;

  /**
   * @param sensorBinary the sensor for this machine, executable
   * @param cacheDirectory where unpacked layers are remembered; made if missing
   */
  public SandboxEngine(Path sensorBinary, Path cacheDirectory) {
    this.binary = sensorBinary;
    this.cache = cacheDirectory.toAbsolutePath();
    this.sensor = new SensorCommand(sensorBinary);
  }

  /**
   * Opens the engine, if this machine can run containers so.
   *
   * @throws EngineException if it cannot, naming the cause and the remedy
   */
  public static SandboxEngine open(Path sensorBinary, Path cacheDirectory)
      throws IOException, InterruptedException {
    SandboxEngine engine = new SandboxEngine(sensorBinary, cacheDirectory);
    engine.layers();
    return engine;
  }

  @Override
  public String name() {
    return "sandbox";
  }

  /** The kernel's release, for it does the work. */
  @Override
  public String version() {
    return System.getProperty("os.name") + " " + System.getProperty("os.version");
  }

  /**
   * Whether this machine can run containers so.
   *
   * @return empty if it can, else why not, ending with what to do
   */
  public Optional<String> check() throws InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of(
          "the sandbox engine needs Linux, this is '%s'; give the build a Docker engine"
              .formatted(System.getProperty("os.name")));
    }
    try {
      SensorCommand.Outcome outcome = sensor.run("check");
      return outcome.code() == 0 ? Optional.empty() : Optional.of(outcome.reason());
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * What launches so far could not do as Docker does it, a sentence each: device nodes and
   * attributes left out, an image copied because overlay mounts are refused. For the report.
   */
  public List<String> limits() {
    return List.copyOf(limits);
  }

  @Override
  public Network network(List<String> names) throws IOException, InterruptedException {
    layers();
    SandboxNetwork network = SandboxNetwork.open(binary, names, networks::remove);
    networks.add(network);
    return network;
  }

  @Override
  public Container launch(Launch launch) throws IOException, InterruptedException {
    checkArchitecture(launch.image());
    if (!launch.hardening().equals(Hardening.NONE)) {
      throw new EngineException("The sandbox engine cannot harden a launch. Set engine 'docker'.");
    }
    String hostname = random(HOSTNAME_BYTES);
    LaunchDescription description = LaunchDescription.of(launch, hostname);
    Signals.number(stopSignal(launch.image()));
    Path run = launch.directory().toAbsolutePath().resolve(RUN);
    UnpackedLayers unpacked = layers();
    removeOld(run);
    Files.createDirectory(
        run, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    SandboxContainer container = null;
    try {
      List<Setting> settings = settings(launch, run, hostname, unpacked);
      settings.addAll(joined(launch));
      String nonce = random(16);
      Path file = run.resolve("launch");
      Optional<String> trace =
          launch.traced() ? Optional.of(trace(launch).toString()) : Optional.empty();
      Files.write(file, description.bytes(nonce, trace, settings), StandardOpenOption.CREATE_NEW);
      container =
          SandboxContainer.start(binary, sensor, launch, run, file, nonce, containers, description);
      track(container);
      container.awaitExecuted();
      limits.addAll(container.notes());
      return container;
    } catch (IOException | InterruptedException | RuntimeException e) {
      giveUp(container, run, e);
      throw e;
    }
  }

  private synchronized void track(SandboxContainer container) throws EngineException {
    if (closed) {
      throw new EngineException("The sandbox engine is closed. Open another one.");
    }
    containers.add(container);
  }

  private void giveUp(SandboxContainer container, Path run, Exception cause) {
    boolean interrupted = Thread.interrupted() || cause instanceof InterruptedException;
    try {
      if (container != null) {
        container.close();
      }
      removeOld(run);
    } catch (IOException | InterruptedException e) {
      cause.addSuppressed(e);
    }
    if (interrupted && !(cause instanceof InterruptedException)) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeOld(Path run) throws IOException, InterruptedException {
    if (Files.exists(run, LinkOption.NOFOLLOW_LINKS)) {
      sensor.remove(run);
    }
  }

  /** Root's and a user's unpacked layers differ: real owners and devices here, marks there. */
  private synchronized UnpackedLayers layers() throws IOException, InterruptedException {
    if (layers == null) {
      Optional<String> problem = check();
      if (problem.isPresent()) {
        throw new EngineException(
            "The sandbox engine cannot be used: %s.".formatted(problem.get()));
      }
      String who = sensor.run("check").output().strip().replace(' ', '-');
      layers = new UnpackedLayers(sensor, cache.resolve("unpacked").resolve(who), limits::add);
    }
    return layers;
  }

  private static List<Setting> settings(
      Launch launch, Path run, String hostname, UnpackedLayers unpacked)
      throws IOException, InterruptedException {
    List<Setting> settings = new ArrayList<>();
    List<Layer> fromLowest = launch.image().layers();
    Set<Digest> seen = new HashSet<>();
    for (int i = fromLowest.size() - 1; i >= 0; i--) {
      Layer layer = fromLowest.get(i);
      // Of a layer that comes twice the upper one decides; overlay refuses a directory twice.
      if (seen.add(layer.diffId())) {
        Path directory = unpacked.directory(layer, run.resolve("layer-" + i));
        settings.add(new Setting("lower", directory.toString()));
      }
    }
    settings.add(new Setting("run", run.toString()));
    settings.add(new Setting("hostname", hostname));
    if (launch.handsOver()) {
      settings.add(new Setting("out", Files.createDirectory(files(launch)).toString()));
    }
    launch.ports().stream()
        .filter(port -> port.protocol().equals("tcp"))
        .distinct()
        .forEach(port -> settings.add(new Setting("port", port.number() + ":0")));
    launch.image().config().volumes().stream()
        .filter(volume -> volume.startsWith("/"))
        .sorted(Comparator.comparingInt(String::length)) // one within another comes after it
        .forEach(volume -> settings.add(new Setting("volume", volume)));
    return settings;
  }

  private static List<Setting> joined(Launch launch) throws EngineException {
    if (launch.networks().isEmpty()) {
      return List.of();
    }
    Membership membership = launch.networks().get(0);
    String who = membership.names().stream().findFirst().orElse(launch.image().reference());
    if (!launch.mounts().isEmpty()
        || launch.networks().size() > 1
        || !(membership.network() instanceof SandboxNetwork network)) {
      throw new EngineException(
          "'%s' has mounts or networks that the sandbox has not. Set engine 'docker'."
              .formatted(who));
    }
    return network.join(who, launch.ports());
  }

  static Path trace(Launch launch) {
    return launch.directory().toAbsolutePath().resolve("trace.raw");
  }

  static Path files(Launch launch) {
    return launch.directory().toAbsolutePath().resolve("out");
  }

  static String stopSignal(Image image) {
    return image.config().stopSignal().orElse("SIGTERM");
  }

  private static void checkArchitecture(Image image) throws EngineException {
    String theirs = image.config().architecture();
    String mine =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> System.getProperty("os.arch");
        };
    boolean native32 = theirs.equals("386") && mine.equals("amd64");
    if (!theirs.isEmpty() && !theirs.equals(mine) && !native32) {
      throw new EngineException(
          "The image '%s' is for '%s', but this machine is '%s', and the sandbox engine emulates nothing. Use an image for '%s', or build on '%s'."
              .formatted(image.reference(), theirs, mine, mine, theirs));
    }
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** The TCP ports of a launch. */
  static List<Port> relayed(Launch launch) {
    return launch.ports().stream().filter(port -> port.protocol().equals("tcp")).toList();
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
    }
    IOException failure = null;
    for (SandboxContainer container : List.copyOf(containers)) {
      try {
        container.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    for (SandboxNetwork network : List.copyOf(networks)) {
      network.close();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
