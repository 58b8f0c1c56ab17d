package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.DockerEngine;
import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.SandboxEngine;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.FullDisk;
import io.github.slimmaven.trace.Sensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Chooses the engine. */
final class Engines {
  private static final String SENSORS = "sensor";
  private static final String RUNS = "runs";

  private Engines() {}

  /**
   * Opens the engine that the user wants; for {@code auto}, Docker if it answers, else the sandbox.
   *
   * @throws EngineException saying why none can be had, and what to do
   */
  static Engine open(EngineChoice choice, Path cache, RunLog log)
      throws IOException, InterruptedException {
    return switch (choice) {
      case DOCKER -> docker(cache);
      case SANDBOX -> sandbox(cache);
      case AUTO -> automatic(cache, log);
    };
  }

  private static Engine automatic(Path cache, RunLog log) throws IOException, InterruptedException {
    EngineException noDocker;
    try {
      return docker(cache);
    } catch (EngineException e) {
      noDocker = e;
    }
    try {
      Engine sandbox = sandbox(cache);
      log.dockerPassedOver(noDocker.getMessage());
      return sandbox;
    } catch (EngineException noSandbox) {
      EngineException neither =
          new EngineException(
              "Nothing can launch the image. Docker: "
                  + noDocker.getMessage()
                  + " Sandbox: "
                  + noSandbox.getMessage(),
              noSandbox);
      neither.addSuppressed(noDocker);
      throw neither;
    }
  }

  private static Engine docker(Path cache) throws IOException, InterruptedException {
    return DockerEngine.connect(
        architecture -> sensor(architecture, cache), DockerArchive::write, cache.resolve(RUNS));
  }

  private static Engine sandbox(Path cache) throws IOException, InterruptedException {
    SandboxEngine engine = new SandboxEngine(sensor(System.getProperty("os.arch"), cache), cache);
    Optional<String> reason = engine.check();
    if (reason.isPresent()) {
      throw new EngineException("The sandbox cannot be used: " + reason.get());
    }
    return engine;
  }

  /** The sensor for containers of an architecture. */
  static Path sensor(String architecture, Path cache) throws IOException {
    Path directory = cache.resolve(SENSORS);
    try {
      return new Sensor().extract(architecture, directory);
    } catch (IOException e) {
      throw FullDisk.explained(e, "the sensor", directory);
    }
  }
}
