package io.github.slimmaven.source;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A Dockerfile that is to be built.
 *
 * @param dockerfile need not be in the context
 * @param context directory whose files its {@code COPY} sees
 * @param buildArgs values of its {@code ARG}s
 * @param target the stage to build; else the last one
 * @param platform as in {@code linux/arm64}; else the engine's
 * @param tag what the image is called in the Docker engine, {@code name:tag}
 */
public record DockerfileRequest(
    Path dockerfile,
    Path context,
    Map<String, String> buildArgs,
    Optional<String> target,
    Optional<String> platform,
    String tag) {
  public DockerfileRequest {
    buildArgs = Map.copyOf(buildArgs);
  }
}
