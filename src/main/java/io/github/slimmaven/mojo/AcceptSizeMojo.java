package io.github.slimmaven.mojo;

import io.github.slimmaven.check.Check;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.ImageSize;
import io.github.slimmaven.report.SizeJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Makes the size that {@code slim:minify} found the baseline of {@code slim:check}. Commit the
 * file. A larger size than the accepted one needs {@code -Dslim.acceptGrowth}.
 *
 * @since 0.1.0
 */
@Mojo(name = "accept-size", requiresProject = false, threadSafe = true)
public final class AcceptSizeMojo extends AbstractSlimMojo {
  /**
   * The file to write, as in {@code slim:check}.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "slim.baseline",
      defaultValue = "${project.basedir}/src/main/slim/size-baseline.json")
  String baseline;

  /**
   * Whether a size that is larger than the accepted one becomes the baseline, too.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.acceptGrowth", defaultValue = "false")
  boolean acceptGrowth;

  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.accept-size.skip", defaultValue = "false")
  boolean skipAcceptSize;

  @Override
  boolean skipGoal() {
    return skipAcceptSize;
  }

  @Override
  String skipProperty() {
    return "slim.accept-size.skip";
  }

  @Override
  void run() throws IOException, MojoFailureException {
    if (!BaselineFile.isFile(baseline)) {
      throw new IllegalArgumentException(
          "the baseline '"
              + baseline
              + "' is an image, not a file: publish the new image there, or name a file that ends"
              + " in '.json'");
    }
    BaselineFile file = BaselineFile.of(baseline, project);
    Path found = output().resolve("size.json");
    ImageSize now = SizeJson.read(found, "run slim:minify first");
    Optional<ImageSize> before = file.read();
    long grown = before.map(size -> now.size() - size.size()).orElse(0L);
    if (grown > 0 && !acceptGrowth) {
      List<String> lines = new ArrayList<>();
      lines.add(
          "Image size grew by %s from %s to %s, which '%s' does not accept:"
              .formatted(
                  Bytes.format(grown),
                  Bytes.format(now.size() - grown),
                  Bytes.format(now.size()),
                  file.name()));
      Check.changes(before.orElseThrow(), now).forEach(line -> lines.add("  " + line));
      lines.add("If it is meant to be so, add -Dslim.acceptGrowth");
      throw new MojoFailureException(String.join("\n", lines));
    }
    file.accept(found);
    getLog()
        .info(
            "Accepted image size %s%s: commit '%s'"
                .formatted(
                    Bytes.format(now.size()),
                    before.map(size -> ", it was " + Bytes.format(size.size())).orElse(""),
                    file.name()));
  }
}
