package io.github.slimmaven.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Executed;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.report.Report;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An image's {@code HEALTHCHECK}.
 *
 * @param command what is executed beside the app
 * @param timeout what Docker gives it
 */
record HealthCheck(List<String> command, Duration timeout) {
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  HealthCheck {
    command = List.copyOf(command);
  }

  /**
   * What a health check gave.
   *
   * @param command as one line
   * @param exitCode empty if it could not be executed
   * @param millis what it took
   * @param output what it said, or why it could not be executed
   */
  record Outcome(String command, Optional<Integer> exitCode, long millis, String output) {
    boolean healthy() {
      return exitCode.equals(Optional.of(0));
    }

    Report.Health report() {
      return new Report.Health(command, exitCode, millis);
    }

    /**
     * Holds a failed check of the minified image against the source's.
     *
     * @throws SlimFailure if it is the minified image's fault
     */
    void compare(Outcome source) throws SlimFailure {
      if (source.healthy()) {
        throw new SlimFailure(
            "The minified image fails its HEALTHCHECK '"
                + command
                + "', which the source passes; nothing was published: "
                + output
                + "\nName the files that it misses in <keep>, or set <level> to 'conservative'.",
            null);
      }
    }
  }

  /** The image's; empty if it has none. */
  static Optional<HealthCheck> of(ImageConfig config) {
    List<String> test = config.healthcheck();
    if (test.size() < 2) {
      return Optional.empty();
    }
    JsonNode execution = config.json().path("config");
    List<String> command = new ArrayList<>();
    if (test.get(0).equals("CMD-SHELL")) {
      execution.path("Shell").forEach(word -> command.add(word.asText()));
      if (command.isEmpty()) {
        command.addAll(List.of("/bin/sh", "-c"));
      }
    }
    command.addAll(test.subList(1, test.size()));
    long nanos = execution.path("Healthcheck").path("Timeout").asLong();
    return Optional.of(
        new HealthCheck(command, nanos > 0 ? Duration.ofNanos(nanos) : DEFAULT_TIMEOUT));
  }

  /** The same to be executed until it passes. */
  Probe probe() {
    return Probe.command(
        Probe.Kind.EXEC, new Probe.Command(command, 0), Optional.empty(), Optional.of(timeout));
  }

  /** Asks a running app's health once. A check that cannot be executed is a failed one. */
  Outcome run(Container container) throws IOException, InterruptedException {
    String line = String.join(" ", command);
    Stopwatch watch = new Stopwatch();
    try {
      Executed executed = container.execute(command, timeout);
      return new Outcome(
          line,
          Optional.of(executed.code()),
          watch.total(),
          "exit code '" + executed.code() + "'\n" + executed.output().strip());
    } catch (EngineException e) {
      return new Outcome(line, Optional.empty(), watch.total(), e.getMessage());
    }
  }
}
