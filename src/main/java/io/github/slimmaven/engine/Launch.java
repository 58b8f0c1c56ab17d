package io.github.slimmaven.engine;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.Port;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How to start a container. What is not said here is as the image's config says: entrypoint,
 * working directory, volumes, stop signal.
 *
 * @param image what to run
 * @param args replaces the image's cmd, if present
 * @param env {@code NAME=value}, added to the image's and winning over it
 * @param user replaces the image's user, if present
 * @param ports container ports to publish on the loopback interface, each on a free host port
 * @param traced whether the sensor watches
 * @param directory where {@code container.log} and the raw trace go; exists, used by this launch
 *     alone
 */
public record Launch(
    Image image,
    Optional<List<String>> args,
    List<String> env,
    Optional<String> user,
    List<Port> ports,
    boolean traced,
    Path directory) {
  public Launch {
    args = args.map(List::copyOf);
    env = List.copyOf(env);
    ports = List.copyOf(ports);
  }
}
