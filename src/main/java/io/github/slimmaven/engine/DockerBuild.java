package io.github.slimmaven.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the Docker engine is to build.
 *
 * @param context tar of the build context
 * @param dockerfile its path in the context
 * @param buildArgs values of {@code ARG}
 * @param target the stage to build; else the last one
 * @param platform as in {@code linux/arm64}; else the engine's
 * @param tag what the image is called, {@code name:tag}
 */
public record DockerBuild(
    Path context,
    String dockerfile,
    Map<String, String> buildArgs,
    Optional<String> target,
    Optional<String> platform,
    String tag) {
  public DockerBuild {
    buildArgs = Map.copyOf(buildArgs);
  }
}
