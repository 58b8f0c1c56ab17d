package io.github.slimmaven.engine;

import java.io.IOException;
import java.util.List;

/** Launches containers. Closing it stops and removes whatever it still holds. Thread-safe. */
public interface Engine extends AutoCloseable {
  /** {@code docker} or {@code sandbox}. */
  String name();

  /** Version of the engine, for the report. */
  String version();

  /**
   * Starts a container; returns once the app's process runs.
   *
   * @throws EngineException if the engine refuses, naming the cause and the remedy
   */
  Container launch(Launch launch) throws IOException, InterruptedException;

  /** Whether it applies what {@link Launch#hardening} says. */
  default boolean hardens() {
    return false;
  }

  /**
   * Makes a network for containers of this engine.
   *
   * @param names of all containers that will be in it
   */
  Network network(List<String> names) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
