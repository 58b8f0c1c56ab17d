package io.github.slimmaven.image;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/** What made a layer, by the {@code created_by} of the image's history. */
public enum BuildStep {
  /** A builder of applications put it on a base image: jib, or this plugin. */
  APPLICATION,
  /** {@code COPY} or {@code ADD} of a Dockerfile: Docker, BuildKit, kaniko, buildah. */
  COPY,
  /** Another instruction of a Dockerfile. */
  RUN,
  /** The history says nothing of use: a commit, an import, a squashed or foreign image. */
  UNKNOWN;

  private static final Pattern APPLICATIONS =
      Pattern.compile("jib\\b.*|slim-maven-plugin (?!host://).*", Pattern.DOTALL);
  private static final Pattern COPIES =
      Pattern.compile("(?:.*#\\(nop\\)\\s+)?(?:COPY|ADD)\\s.*", Pattern.DOTALL);

  /** Docker's own builder writes a shell's command line, with build arguments before it. */
  private static final Pattern RUNS =
      Pattern.compile(
          "RUN\\s.*|\\|\\d+\\s.*|(?:/usr)?/bin/\\w*sh\\s+-(?!.*#\\(nop\\)).*"
              + "|(?:.*#\\(nop\\)\\s+)?WORKDIR\\s.*",
          Pattern.DOTALL);

  /** One for each layer, lowest first; all unknown where the history does not fit the layers. */
  public static List<BuildStep> ofLayers(ImageConfig config) {
    List<BuildStep> steps =
        config.history().stream()
            .filter(step -> !step.path("empty_layer").asBoolean())
            .map(BuildStep::of)
            .toList();
    int layers = config.diffIds().size();
    return steps.size() == layers ? steps : Collections.nCopies(layers, UNKNOWN);
  }

  private static BuildStep of(JsonNode step) {
    String text = step.path("created_by").asText("").strip();
    if (APPLICATIONS.matcher(text).matches()) {
      return APPLICATION;
    }
    if (COPIES.matcher(text).matches()) {
      return COPY;
    }
    return RUNS.matcher(text).matches() ? RUN : UNKNOWN;
  }
}
