package io.github.slimmaven.engine;

import java.io.IOException;
import java.nio.file.Path;

/** Where the sensor is. */
@FunctionalInterface
public interface SensorBinary {
  /**
   * The executable for Linux on an architecture.
   *
   * @param architecture as Java or Docker name it: {@code amd64}, {@code x86_64}, {@code aarch64}
   * @throws IOException if there is none, saying for what there is
   */
  Path forArchitecture(String architecture) throws IOException;
}
