package io.github.slimmaven.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The program that understands Compose files: {@code docker compose} (2.x) or {@code
 * docker-compose} (1.27 and later).
 *
 * @param words how it is called
 * @param environment besides this process's
 */
record ComposeCommand(List<String> words, Map<String, String> environment) {
  /** Finds it on the PATH. */
  static ComposeCommand find() throws IOException, InterruptedException {
    for (List<String> words : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
      ComposeCommand command = new ComposeCommand(words, Map.of());
      try {
        if (command.execute(List.of("version"), process -> {}).code() == 0) {
          return command;
        }
      } catch (EngineException e) {
        // There is no such program: the next one is tried.
      }
    }
    throw new EngineException(
        "'compose' needs Docker Compose, and neither 'docker compose' nor 'docker-compose' can be run. Install the package 'docker-compose-plugin' (Docker's own) or 'docker-compose' (Debian, Ubuntu), or use 'services'.");
  }

  /** The same for the engine at this URI. */
  ComposeCommand at(String host) {
    return host.startsWith("unix:") ? new ComposeCommand(words, Map.of("DOCKER_HOST", host)) : this;
  }

  /**
   * Runs it to its end.
   *
   * @param started is told the process
   * @return what it wrote to standard output
   * @throws EngineException with what it said if it fails
   */
  String call(List<String> arguments, Consumer<Process> started)
      throws IOException, InterruptedException {
    Executed executed = execute(arguments, started);
    if (executed.code() != 0) {
      throw new EngineException(
          "'%s %s' ended with code %d: %s"
              .formatted(
                  String.join(" ", words),
                  String.join(" ", arguments),
                  executed.code(),
                  executed.output().strip()));
    }
    return executed.output();
  }

  /**
   * Interrupted, it is killed with all that it started. Its output comes through pipes: of a file,
   * a killed JVM would leave something.
   */
  private Executed execute(List<String> arguments, Consumer<Process> started)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(words.stream(), arguments.stream()).toList());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new EngineException("'%s' cannot be run".formatted(words.get(0)), e);
    }
    try {
      started.accept(process);
      process.getOutputStream().close();
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      ByteArrayOutputStream errors = new ByteArrayOutputStream();
      CompletableFuture<Void> read =
          CompletableFuture.allOf(
              Pump.over("slim-compose-output", process.getInputStream(), output::write),
              Pump.over("slim-compose-errors", process.getErrorStream(), errors::write));
      int code = process.waitFor();
      read.get();
      return new Executed(code, (code == 0 ? output : errors).toString(StandardCharsets.UTF_8));
    } catch (ExecutionException e) {
      throw new EngineException(
          "What '%s' says cannot be read: %s".formatted(words.get(0), e.getCause().getMessage()),
          e.getCause());
    } finally {
      kill(process.toHandle());
    }
  }

  /** Kills a process and what it started; it first, or it would go on when a child ends. */
  static void kill(ProcessHandle process) {
    List<ProcessHandle> all = new ArrayList<>(List.of(process));
    all.addAll(process.descendants().toList());
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
