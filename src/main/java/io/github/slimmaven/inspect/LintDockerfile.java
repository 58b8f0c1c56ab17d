package io.github.slimmaven.inspect;

import io.github.slimmaven.dockerfile.Dockerfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Dockerfile to look at.
 *
 * @param name for messages
 * @param buildArgs values of its {@code ARG}s
 * @param target the stage that is built; else the last one
 * @param ignore lines of its {@code .dockerignore}; empty if there is none
 * @param context names of the files and directories in its build context, not of those below
 */
public record LintDockerfile(
    String name,
    Dockerfile dockerfile,
    Map<String, String> buildArgs,
    Optional<String> target,
    Optional<List<String>> ignore,
    List<String> context) {

  /** The instructions of the built image's stages, in the order in which they take effect. */
  List<Dockerfile.Instruction> instructions() {
    return dockerfile.built(target, buildArgs).stream()
        .flatMap(stage -> stage.instructions().stream())
        .toList();
  }
}
