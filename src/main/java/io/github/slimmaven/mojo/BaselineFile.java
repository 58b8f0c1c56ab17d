package io.github.slimmaven.mojo;

import io.github.slimmaven.report.ImageSize;
import io.github.slimmaven.report.SizeJson;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.project.MavenProject;

/** The committed baseline of a project: a {@code size.json} that was accepted. */
record BaselineFile(Path path, String name) {
  private static final String NO_BASEDIR = "${project.basedir}/";

  /**
   * The file that the parameter names.
   *
   * @param text path, relative to the project; ends in {@code .json}
   */
  static BaselineFile of(String text, MavenProject project) {
    File basedir = project.getBasedir();
    Path directory = Path.of(basedir == null ? "" : basedir.getPath());
    Path path = directory.resolve(text.replace(NO_BASEDIR, ""));
    String name =
        path.startsWith(directory) ? directory.relativize(path).toString() : path.toString();
    return new BaselineFile(path, name);
  }

  /** Whether the parameter names a file, not an image. */
  static boolean isFile(String text) {
    return text.endsWith(".json");
  }

  /** What it says; empty if there is none. */
  Optional<ImageSize> read() throws IOException {
    return Files.exists(path)
        ? Optional.of(
            SizeJson.read(path, "correct it, or remove it and write it anew with slim:accept-size"))
        : Optional.empty();
  }

  /** Makes it what a run found. */
  void accept(Path size) throws IOException {
    SizeJson.copy(size, path);
  }
}
