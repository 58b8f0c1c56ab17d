package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.Executed;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.probe.Answer;
import io.github.slimmaven.probe.App;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A container as probes see it. */
final class LaunchedApp {
  private LaunchedApp() {}

  /**
   * The app of a container.
   *
   * @param traced whether the sensor watches it
   */
  static App of(Image image, Container container, boolean traced) {
    App.Execution execution =
        (command, limit) -> {
          Stopwatch watch = new Stopwatch();
          Executed executed = container.execute(command, limit);
          return new Answer(
              executed.code(),
              "",
              executed.output().getBytes(StandardCharsets.UTF_8),
              watch.total());
        };
    return new App(
        container::address,
        container.exit(),
        traced
            ? Optional.of(new App.Sensor(container::listening, container::listeners))
            : Optional.empty(),
        Optional.of(
            new App.Inside(
                container.log(),
                execution,
                HealthCheck.of(image.config()).map(HealthCheck::probe))));
  }
}
