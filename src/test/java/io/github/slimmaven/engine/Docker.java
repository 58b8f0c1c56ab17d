package io.github.slimmaven.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.Container;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
}
