package io.github.slimmaven.engine;

import java.io.IOException;

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

  @Override
  void close() throws IOException;
}
