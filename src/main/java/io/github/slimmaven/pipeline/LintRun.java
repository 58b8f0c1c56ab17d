package io.github.slimmaven.pipeline;

import io.github.slimmaven.dockerfile.Dockerfile;
import io.github.slimmaven.image.FullDisk;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.inspect.Lint;
import io.github.slimmaven.inspect.LintDockerfile;
import io.github.slimmaven.inspect.LintManifest;
import io.github.slimmaven.report.BasesTable;
import io.github.slimmaven.report.LintJson;
import io.github.slimmaven.report.LintSummary;
import io.github.slimmaven.source.DockerfileRequest;
import io.github.slimmaven.source.SourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code slim:lint}: holds an image and a Dockerfile against the rules, and compares base images;
 * launches nothing.
 */
public final class LintRun {
  static final String JSON = "lint.json";

  private LintRun() {}

  /**
   * Runs it.
   *
   * @return what was found, as written to {@code lint.json}; empty if only bases were compared
   * @throws SlimFailure if a rule is broken that fails the build; the file is written before
   * @throws IOException if the image or the Dockerfile can't be read, or there is neither
   */
  public static Optional<Lint> run(LintRequest request, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    Stopwatch watch = new Stopwatch();
    Path output = request.output();
    try {
      Files.createDirectories(output);
      Files.deleteIfExists(output.resolve(JSON));
      BaseComparison.remove(output);
      if (!request.bases().isEmpty()) {
        log.summary(BasesTable.lines(BaseComparison.write(request)));
        if (nothingElse(request)) {
          log.inspected(output, watch.total());
          return Optional.empty();
        }
      }
      Optional<LintDockerfile> dockerfile = Optional.empty();
      if (request.dockerfile().isPresent()) {
        dockerfile = Optional.of(dockerfile(request.dockerfile().get()));
      }
      Lint lint =
          Lint.of(
              image(request),
              dockerfile,
              manifests(request.manifests()),
              request.limits().ignored());
      LintJson.write(lint, output.resolve(JSON));
      log.summary(LintSummary.lines(lint));
      log.inspected(output, watch.total());
      Optional<String> violation = request.limits().violation(lint);
      if (violation.isPresent()) {
        throw new SlimFailure(violation.get(), null);
      }
      return Optional.of(lint);
    } catch (IOException e) {
      throw FullDisk.explained(StopSignal.unlessInterrupted(e), "what lint found", output);
    }
  }

  private static boolean nothingElse(LintRequest request) {
    return request.image().isEmpty()
        && request.dockerfile().isEmpty()
        && !BuiltSource.isIn(request.output());
  }

  private static Optional<Image> image(LintRequest request)
      throws IOException, InterruptedException {
    boolean needed =
        request.image().isPresent()
            || request.dockerfile().isEmpty()
            || BuiltSource.isIn(request.output());
    return needed
        ? Optional.of(
            OpenedImage.of(
                request.image(), request.output(), request.registries(), request.cache()))
        : Optional.empty();
  }

  private static LintDockerfile dockerfile(DockerfileRequest request) throws IOException {
    Path file = request.dockerfile();
    if (!Files.isRegularFile(file)) {
      throw new SourceException(
          "The Dockerfile '" + file + "' does not exist. Correct 'dockerfile'.");
    }
    String name = file.getFileName().toString();
    Path own = file.resolveSibling(name + ".dockerignore"); // BuildKit prefers it
    Path ignore = Files.isRegularFile(own) ? own : request.context().resolve(".dockerignore");
    return new LintDockerfile(
        name,
        Dockerfile.parse(Files.readString(file)),
        request.buildArgs(),
        request.target(),
        Files.isRegularFile(ignore) ? Optional.of(Files.readAllLines(ignore)) : Optional.empty(),
        new ContextFiles(request.context()));
  }

  private static List<LintManifest> manifests(List<Path> files) throws IOException {
    List<LintManifest> manifests = new ArrayList<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new SourceException(
            "The manifest '" + file + "' does not exist. Correct 'kubernetes'.");
      }
      manifests.add(new LintManifest(file.getFileName().toString(), Files.readString(file)));
    }
    return manifests;
  }
}
