package io.github.slimmaven.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Runs the sensor's short commands ({@code src/main/native/command.h}). */
final class SensorCommand {
  private static final int LONGEST = 8192;

  private final Path binary;

  SensorCommand(Path binary) {
    this.binary = binary;
  }

  /**
   * How a command ended.
   *
   * @param code its exit code
   * @param output what it wrote to standard output, at most 8 KiB
   * @param errors the same of standard error
   */
  record Outcome(int code, String output, String errors) {
    /** Why it failed, in one line. */
    String reason() {
      String text = (errors.isBlank() ? output : errors).strip().replace('\n', ' ');
      return text.isEmpty() ? "the sensor ended with code " + code : text;
    }
  }

  /** Runs a command without input. */
  Outcome run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  /** Removes a directory with all that is in it, whatever its modes. */
  void remove(Path directory) throws IOException, InterruptedException {
    Outcome outcome = run("remove", directory.toString());
    if (outcome.code() != 0) {
      throw new EngineException(
          "The directory '%s' cannot be removed: %s. Remove it by hand."
              .formatted(directory, outcome.reason()));
    }
  }

  /** Starts a command. */
  Running start(String... arguments) throws EngineException {
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(List.of(arguments));
    try {
      return new Running(new ProcessBuilder(command).start());
    } catch (IOException e) {
      throw new EngineException(
          "The sensor '%s' cannot be executed: %s. Check that its directory is not mounted 'noexec'."
              .formatted(binary, e.getMessage()),
          e);
    }
  }

  /** A command at work. */
  static final class Running {
    private final Process process;
    private final CompletableFuture<String> output;
    private final CompletableFuture<String> errors;

    private Running(Process process) {
      this.process = process;
      this.output = read(process.getInputStream());
      this.errors = read(process.getErrorStream());
    }

    private static CompletableFuture<String> read(InputStream stream) {
      return CompletableFuture.supplyAsync(
          () -> {
            try (stream) {
              String text = new String(stream.readNBytes(LONGEST), StandardCharsets.UTF_8);
              stream.transferTo(OutputStream.nullOutputStream());
              return text;
            } catch (IOException e) {
              return "its output cannot be read: " + e.getMessage();
            }
          },
          task -> Pump.start("slim-sensor", task));
    }

    /** Its standard input. */
    OutputStream input() {
      return process.getOutputStream();
    }

    /**
     * Ends its input and waits. Interrupted, it still waits: the command cleans up and is quick.
     */
    Outcome end() throws InterruptedException {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        // It has ended, or not taken all of its input; its exit code says so.
      }
      boolean interrupted = false;
      while (process.isAlive()) {
        try {
          process.waitFor();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        throw new InterruptedException("interrupted while the sensor ran");
      }
      return new Outcome(process.exitValue(), output.join(), errors.join());
    }
  }
}
