package io.github.slimmaven.inspect;

import io.github.slimmaven.dockerfile.Dockerfile;
import java.io.IOException;
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
 * @param context its build context
 */
public record LintDockerfile(
    String name,
    Dockerfile dockerfile,
    Map<String, String> buildArgs,
    Optional<String> target,
    Optional<List<String>> ignore,
    BuildContext context) {

  /**
   * What a file of the image is likely to be: COPY keeps the names of files, and what is below the
   * working directory mostly comes from the top of the context.
   */
  String text(String path) throws IOException {
    String workingDir = LintSettings.of(Optional.of(this)).workingDir() + "/";
    String top = path.startsWith(workingDir) ? path.substring(workingDir.length()) : path;
    return context.text(top.replaceFirst("^/+", ""));
  }

  /** The instructions of the built image's stages, in the order in which they take effect. */
  List<Dockerfile.Instruction> instructions() {
    return dockerfile.built(target, buildArgs).stream()
        .flatMap(stage -> stage.instructions().stream())
        .toList();
  }
}
