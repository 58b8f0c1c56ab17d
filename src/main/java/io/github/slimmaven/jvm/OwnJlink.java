package io.github.slimmaven.jvm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The {@code jlink} of a runtime in an image, run in a container of that image. */
public interface OwnJlink {
  /**
   * Links.
   *
   * @param home of the runtime in the image
   * @param jars directory of the modules on this machine
   * @param options for jlink: modules and plugins
   * @param to where the class library goes
   * @return why it failed; empty if it did not
   * @throws IOException if this machine fails, as by a full disk
   */
  Optional<String> link(String home, Path jars, List<String> options, Path to) throws IOException;
}
