package io.github.slimmaven.mojo;

import io.github.slimmaven.check.Baseline;
import io.github.slimmaven.check.Check;
import io.github.slimmaven.check.Limit;
import io.github.slimmaven.check.Measured;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.pipeline.PublishedSize;
import io.github.slimmaven.pipeline.SourceEfficiency;
import io.github.slimmaven.registry.NoSuchImageException;
import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.FilesCsv;
import io.github.slimmaven.report.ImageSize;
import io.github.slimmaven.report.Renderings;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportException;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.Severity;
import io.github.slimmaven.report.SizeJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;

/**
 * Fails the build if the minified image exceeds a limit, or grew more than it may since the
 * baseline; says what made it grow.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    threadSafe = true)
public final class CheckMojo extends RegistryMojo {
  private static final String DEFAULT_BASELINE =
      "${project.basedir}/src/main/slim/size-baseline.json";

  /**
   * Most bytes of file content that the image may have, as in {@code 60 MB} or {@code 60MiB}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxSize")
  String maxSize;

  /**
   * Most bytes that a pull of the image may move, as in {@code 25 MB}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxCompressedSize")
  String maxCompressedSize;

  /**
   * How much larger than the baseline the image may be: bytes as in {@code 500 kB}, or percent as
   * in {@code 2%}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxGrowth")
  String maxGrowth;

  /**
   * Most files that the image may have; directories do not count.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxFiles")
  String maxFiles;

  /**
   * How many times smaller than its source the image must be at least, as in {@code 2.5}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.minRatio")
  String minRatio;

  /**
   * Lowest efficiency that the source image may have, from 0 to 1, as in {@code 0.95}: {@code 1 -
   * wasted / total}, with the bytes of files that a later layer overwrote or deleted, and the bytes
   * of the files of all layers. The minified image wastes nothing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.lowestEfficiency")
  String lowestEfficiency;

  /**
   * Most bytes of files of the source image that later layers may overwrite or delete, as in {@code
   * 20 MB}.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.highestWastedBytes")
  String highestWastedBytes;

  /**
   * Largest part of all layers of the source image but the lowest that may be wasted: a fraction
   * from 0 to 1, as in {@code 0.1}, though the name says percent, as dive's rule does.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.highestUserWastedPercent")
  String highestUserWastedPercent;

  /**
   * Most known vulnerabilities of severity critical that may remain in the image, as in {@code 0}.
   * Where {@code slim:minify} had no {@code advisories}, or old ones, the rule does not hold.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxCritical")
  String maxCritical;

  /**
   * Most known vulnerabilities of severity high that may remain in the image; critical ones do not
   * count.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.maxHigh")
  String maxHigh;

  /**
   * Vulnerabilities of which none may remain in the image: ids, as in {@code CVE-2021-44228}, and a
   * severity from which on none may, {@code critical}, {@code high}, {@code medium}, {@code low} or
   * {@code unknown} (any).
   *
   * <pre>{@code
   * <failOn>
   *   <id>CVE-2021-44228</id>
   *   <severity>critical</severity>
   * </failOn>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.failOn")
  List<String> failOn = List.of();

  /**
   * What follows from a limit that does not hold: {@code error} fails the build, {@code warn} only
   * says so. A {@code limit} may have its own.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.check.severity", defaultValue = "error")
  String severity;

  /**
   * More limits, each with a {@code severity} of its own if it is not that of all.
   *
   * <ul>
   *   <li>of files, by an Ant-style {@code path}: {@code maxSize}, {@code maxFiles}
   *   <li>of jars, by {@code artifact} ({@code group:artifact}, {@code *} is any text): {@code
   *       maxSize}, {@code maxGrowth}. A jar in another one counts with what it takes there
   *   <li>of the whole image or of what its source wastes, with neither: all that there is a
   *       parameter for, as to warn before the build fails
   * </ul>
   *
   * <pre>{@code
   * <limits>
   *   <limit>
   *     <path>/opt/**</path>
   *     <maxSize>20 MB</maxSize>
   *   </limit>
   *   <limit>
   *     <artifact>com.google.guava:*</artifact>
   *     <maxSize>3 MB</maxSize>
   *     <severity>warn</severity>
   *   </limit>
   *   <limit>
   *     <maxSize>55 MB</maxSize>
   *     <severity>warn</severity>
   *   </limit>
   * </limits>
   * }</pre>
   *
   * @since 0.1.0
   */
  @Parameter List<LimitParameter> limits = List.of();

  /**
   * What the image is compared with: a file that {@code slim:accept-size} wrote, which ends in
   * {@code .json}; or an image, as {@code registry.example.com/shop/web:latest} for the one that
   * was published last. An image is measured by its layers.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.baseline", defaultValue = DEFAULT_BASELINE)
  String baseline;

  /**
   * Writes the baseline's file if there is none yet, as in the first run; with an image as the
   * baseline, does without until it is published.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.baseline.create", defaultValue = "false")
  boolean createBaseline;

  /**
   * Skips this goal.
   *
   * @since 0.1.0
   */
  @Parameter(property = "slim.check.skip", defaultValue = "false")
  boolean skipCheck;

  @Inject
  CheckMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  boolean skipGoal() {
    return skipCheck;
  }

  @Override
  String skipProperty() {
    return "slim.check.skip";
  }

  @Override
  void run() throws IOException, InterruptedException, MojoFailureException {
    Optional<String> forgone = TestPhase.forgone(project, output());
    if (forgone.isPresent()) {
      getLog().info("Skipped: '" + forgone.get() + "' is set, slim:minify has made no image.");
      return;
    }
    LimitParameter image = image();
    Severity otherwise = Severity.of(severity);
    List<Limit> all = new ArrayList<>(image.limits(otherwise));
    limits.forEach(limit -> all.addAll(limit.given(otherwise)));
    Path file = output().resolve("report.json");
    Report report = ReportJson.read(file);
    Report.ImageSummary minified = Check.slim(report);
    Path size = output().resolve("size.json");
    ImageSize slim =
        Files.exists(size) ? SizeJson.read(size, "run slim:minify first") : ImageSize.of(minified);
    Measured measured = new Measured(report, slim, files(all));
    List<CheckResult> results =
        new ArrayList<>(
            Check.evaluate(measured, all.isEmpty() ? Optional.empty() : baseline(slim, all), all));
    results.addAll(efficiency(report, image, otherwise));
    Stream.concat(Stream.of(image), limits.stream())
        .map(limit -> limit.security(otherwise).results(report.security()))
        .forEach(results::addAll);
    ReportJson.writeChecks(results, file);
    reports();
    Renderings.update(report.withChecks(results), output());
    say(results);
  }

  private LimitParameter image() {
    LimitParameter image = new LimitParameter();
    image.maxSize = maxSize;
    image.maxCompressedSize = maxCompressedSize;
    image.maxGrowth = maxGrowth;
    image.maxFiles = maxFiles;
    image.minRatio = minRatio;
    image.lowestEfficiency = lowestEfficiency;
    image.highestWastedBytes = highestWastedBytes;
    image.highestUserWastedPercent = highestUserWastedPercent;
    image.maxCritical = maxCritical;
    image.maxHigh = maxHigh;
    image.failOn = failOn;
    return image;
  }

  private List<CheckResult> efficiency(Report report, LimitParameter image, Severity otherwise)
      throws IOException, InterruptedException {
    return SourceEfficiency.results(
        report,
        Stream.concat(Stream.of(image), limits.stream())
            .map(limit -> limit.efficiency(otherwise))
            .toList(),
        output(),
        registries(),
        cacheDirectory.toPath());
  }

  private Map<String, Long> files(List<Limit> all) throws IOException {
    return all.stream().anyMatch(limit -> limit.scope() instanceof Limit.Paths)
        ? FilesCsv.sizes(output().resolve("files.csv"))
        : Map.of();
  }

  private Optional<Baseline> baseline(ImageSize slim, List<Limit> all)
      throws IOException, InterruptedException {
    if (!BaselineFile.isFile(baseline)) {
      return Optional.of(new Baseline(baseline, published(slim)));
    }
    BaselineFile file = BaselineFile.of(baseline, project);
    Optional<ImageSize> accepted = file.read();
    boolean needed = all.stream().anyMatch(limit -> limit.rule() instanceof Limit.MaxGrowth);
    if (accepted.isEmpty() && needed) {
      if (!createBaseline) {
        throw new ReportException(
            "There is no baseline '"
                + file.name()
                + "', and maxGrowth needs one: write it with 'mvn slim:accept-size' or once with"
                + " -Dslim.baseline.create, and commit it");
      }
      file.accept(output().resolve("size.json"));
      getLog().info("Wrote the baseline '" + file.name() + "': commit it");
      accepted = Optional.of(slim);
    }
    return accepted.map(found -> new Baseline(file.name(), found));
  }

  private ImageSize published(ImageSize slim) throws IOException, InterruptedException {
    try {
      return PublishedSize.of(ImageReference.of(baseline), registries(), cacheDirectory.toPath());
    } catch (NoSuchImageException e) {
      if (createBaseline) {
        getLog().info("There is no baseline '" + baseline + "' yet: publish this image");
        return slim;
      }
      throw new ReportException(
          e.getMessage() + " If it was not published yet, check once with -Dslim.baseline.create",
          e);
    }
  }

  private void say(List<CheckResult> results) throws MojoFailureException {
    results.stream().filter(CheckResult::passed).forEach(r -> getLog().info(r.message()));
    Check.explained(failed(results, Severity.WARN)).forEach(getLog()::warn);
    List<CheckResult> failed = failed(results, Severity.ERROR);
    if (failed.isEmpty()) {
      return;
    }
    List<String> lines = new ArrayList<>(Check.explained(failed));
    if (failed.stream().anyMatch(result -> result.rule().equals("maxGrowth"))
        && BaselineFile.isFile(baseline)) {
      lines.add(
          "If it is meant to be so, accept it ('mvn slim:accept-size -Dslim.acceptGrowth') and"
              + " commit '"
              + BaselineFile.of(baseline, project).name()
              + "'");
    }
    throw new MojoFailureException(String.join("\n", lines));
  }

  private static List<CheckResult> failed(List<CheckResult> results, Severity severity) {
    return results.stream()
        .filter(result -> !result.passed() && result.severity() == severity)
        .toList();
  }
}
