package io.github.slimmaven.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that has ended.
 *
 * @param exitCode as the program gave it
 * @param output what it wrote to standard output and standard error, in that order of arrival
 */
public record Command(int exitCode, String output) {
  private static final int MINUTES = 20;

  /** Runs a program to its end, whatever its exit code; kills it after 20 minutes. */
  public static Command run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("slim-it", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(
            "'" + String.join(" ", command) + "' did not end: " + Files.readString(output));
      }
      return new Command(
          process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }

  /** The output, without a last line break, of a program that must succeed. */
  public static String call(String... command) throws IOException, InterruptedException {
    Command ended = run(List.of(command));
    if (ended.exitCode != 0) {
      throw new AssertionError(
          "'" + String.join(" ", command) + "' ended with " + ended.exitCode + ": " + ended.output);
    }
    return ended.output.stripTrailing();
  }
}
