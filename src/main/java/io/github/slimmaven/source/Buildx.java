package io.github.slimmaven.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** BuildKit, by the Docker command's buildx plugin. */
final class Buildx {
  private final String docker;

  /**
   * @param docker the command
   */
  Buildx(String docker) {
    this.docker = docker;
  }

  /** Whether the command and its plugin are there. */
  boolean available() throws InterruptedException {
    try {
      return run(List.of(docker, "buildx", "version"), line -> {}) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Builds, and loads the image into the engine.
   *
   * @throws SourceException if it exits with another code than 0
   */
  void build(DockerfileRequest request, Consumer<String> output)
      throws IOException, InterruptedException {
    int code = run(command(request), output);
    if (code != 0) {
      throw new SourceException("'docker buildx build' exited with code '" + code + "'");
    }
  }

  List<String> command(DockerfileRequest request) {
    List<String> command =
        new ArrayList<>(List.of(docker, "buildx", "build", "--load", "--progress", "plain"));
    command.addAll(List.of("--file", request.dockerfile().toString(), "--tag", request.tag()));
    request
        .buildArgs()
        .forEach((name, value) -> command.addAll(List.of("--build-arg", name + "=" + value)));
    request.target().ifPresent(target -> command.addAll(List.of("--target", target)));
    request.platform().ifPresent(platform -> command.addAll(List.of("--platform", platform)));
    command.add(request.context().toString());
    return command;
  }

  private static int run(List<String> command, Consumer<String> output)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
        lines.lines().forEach(output);
      }
      return process.waitFor();
    } finally {
      process.destroy();
    }
  }
}
