package io.github.slimmaven.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What tests need of the real Docker engine. */
public final class Docker {
  private Docker() {}

  /** The engine, or a skipped test that says why. */
  public static DockerDaemon daemon() throws InterruptedException {
    try {
      return DockerDaemon.connect();
    } catch (EngineException e) {
      assumeTrue(false, e.getMessage());
      throw new AssertionError(e);
    }
  }

  /** A directory whose sensors are no programs, for launches that do not use them. */
  static Path noSensor(Path folder) throws IOException {
    for (String arch : List.of("linux-x86_64", "linux-aarch64")) {
      Files.write(Files.createDirectories(folder.resolve(arch)).resolve("sensor"), new byte[] {0});
    }
    return folder;
  }

  /** The sensors of such a directory. */
  static SensorBinary in(Path folder) {
    return architecture ->
        folder
            .resolve(architecture.equals("amd64") ? "linux-x86_64" : "linux-aarch64")
            .resolve("sensor");
  }

  /** The directory with the sensors that the build has made. */
  static Path sensor() {
    try {
      return Path.of(Docker.class.getResource("/io/github/slimmaven/trace/native").toURI());
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** An untraced launch in a new directory below the folder. */
  static Launch untraced(Path folder, Image image, List<Port> ports) throws IOException {
    return new Launch(
        image,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        ports,
        false,
        Files.createTempDirectory(folder, "launch"));
  }

  /** Ids of all containers that carry our label, whatever the run. */
  static List<String> ours(DockerDaemon daemon) {
    return daemon
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withFilter("label", List.of(DockerLeftovers.LABEL))
        .exec()
        .stream()
        .map(Container::getId)
        .toList();
  }

  static Map<String, String> label(String run) {
    return Map.of(DockerLeftovers.LABEL, run);
  }

  /** Containers and images that carry this label, {@code NAME=VALUE}: their ids. */
  public static List<String> labelled(DockerDaemon daemon, String label) {
    List<String> found = new ArrayList<>();
    daemon
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withFilter("label", List.of(label))
        .exec()
        .forEach(container -> found.add("container " + container.getId()));
    daemon
        .client()
        .listImagesCmd()
        .withLabelFilter(label)
        .exec()
        .forEach(image -> found.add("image " + Arrays.toString(image.getRepoTags())));
    return found;
  }

  /** Removes an image, by a name that it has. */
  public static void remove(DockerDaemon daemon, String name) {
    daemon.client().removeImageCmd(name).withForce(true).exec();
  }

  /** Loads an archive, and gives its image a name. */
  public static void load(DockerDaemon daemon, Path archive, String label, String name)
      throws IOException, InterruptedException {
    try (InputStream in = Files.newInputStream(archive)) {
      daemon.load(in);
    }
    String id =
        daemon
            .client()
            .listImagesCmd()
            .withShowAll(true)
            .withFilter("label", List.of(label))
            .exec()
            .get(0)
            .getId();
    int colon = name.lastIndexOf(':');
    daemon.client().tagImageCmd(id, name.substring(0, colon), name.substring(colon + 1)).exec();
  }

  /** Names of the networks, but the engine's own, that running containers of this label are in. */
  public static Set<String> networksOf(DockerDaemon daemon, String label) {
    return daemon.client().listContainersCmd().withFilter("label", List.of(label)).exec().stream()
        .flatMap(container -> container.getNetworkSettings().getNetworks().keySet().stream())
        .filter(name -> !name.equals("bridge"))
        .collect(Collectors.toSet());
  }

  /** Names of all networks. */
  public static Set<String> networks(DockerDaemon daemon) {
    return daemon.client().listNetworksCmd().exec().stream()
        .map(Network::getName)
        .collect(Collectors.toSet());
  }
}
