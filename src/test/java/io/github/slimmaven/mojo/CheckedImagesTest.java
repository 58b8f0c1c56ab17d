package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.inspect.XrayImages;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.registry.RegistryImages;
import io.github.slimmaven.registry.RunningRegistry;
import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.ImageSize;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportException;
import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.Reports;
import io.github.slimmaven.report.Severity;
import io.github.slimmaven.report.SizeJson;
import io.github.slimmaven.source.SourceImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.maven.api.di.Provides;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slim:check} with images that it opens: the source, and a published baseline. */
@MojoTest
class CheckedImagesTest {
  @TempDir Path temp;

  @Provides
  MavenProject project() {
    return Sessions.project(temp);
  }

  @Provides
  MavenSession session() {
    return Sessions.of(Sessions.project(temp), new Properties(), List.of());
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "lowestEfficiency", value = "0.6428")
  @MojoParameter(name = "highestWastedBytes", value = "10 B")
  @MojoParameter(name = "highestUserWastedPercent", value = "1")
  void aSourceThatWastesNoMoreThanItMayPasses(CheckMojo goal) throws Exception {
    wastefulSource();

    assertThat(said(goal))
        .containsExactly(
            "Efficiency of the source image is 0.6428, expected minimum is 0.6428",
            "Wasted in the source image are 10 B, expected maximum is 10 B",
            "Wasted of all layers of the source image but the lowest is the fraction 1.0000,"
                + " expected maximum is 1");
    assertThat(ReportJson.read(file("report.json")).checks())
        .extracting(CheckResult::rule, r -> r.subject().orElse(""), r -> r.passed())
        .containsExactly(
            tuple("lowestEfficiency", "source", true),
            tuple("highestWastedBytes", "source", true),
            tuple("highestUserWastedPercent", "source", true));
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "lowestEfficiency", value = "0.9")
  @MojoParameter(name = "highestWastedBytes", value = "9")
  @MojoParameter(name = "highestUserWastedPercent", value = "0.5")
  void aSourceThatWastesMoreMakesTheBuildRed(CheckMojo goal) throws Exception {
    wastefulSource();

    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(
            "Efficiency of the source image is 0.6428, but expected minimum is 0.9\n"
                + "Wasted in the source image are 10 B, but expected maximum is 9 B\n"
                + "Wasted of all layers of the source image but the lowest is the fraction 1.0000,"
                + " but expected maximum is 0.5");
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "lowestEfficiency", value = "0.6")
  void aLimitOfItsOwnSeverityOnlyWarns(CheckMojo goal) throws Exception {
    wastefulSource();
    LimitParameter soft = new LimitParameter();
    soft.highestWastedBytes = "0";
    soft.severity = "warn";
    goal.limits = List.of(soft);

    assertThat(said(goal))
        .containsExactly(
            "Efficiency of the source image is 0.6428, expected minimum is 0.6",
            "! Wasted in the source image are 10 B, but expected maximum is 0 B");
    assertThat(ReportJson.read(file("report.json")).checks())
        .extracting(CheckResult::severity)
        .containsExactly(Severity.ERROR, Severity.WARN);
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "lowestEfficiency", value = "0.1")
  void aSourceThatIsAnotherOneByNowIsNotMeasured(CheckMojo goal) throws Exception {
    String digest = wastefulSource();
    Files.delete(temp.resolve("source.tar"));
    DockerArchive.write(
        image(XrayImages.layer(temp.resolve("2"), "a=b")), "", temp.resolve("source.tar"));

    assertThatThrownBy(() -> said(goal))
        .isInstanceOf(MojoExecutionException.class)
        .hasCauseInstanceOf(ReportException.class)
        .hasMessageStartingWith(
            "The source image 'tar://"
                + temp.resolve("source.tar")
                + "' is no longer the one of the report: it has digest 'sha256:")
        .hasMessageEndingWith("', the report says '" + digest + "'. Run slim:minify again");
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxGrowth", value = "1 kB")
  @MojoParameter(name = "createBaseline", value = "true")
  void aRegistryIsTheBaselineFromItsFirstImageOn(CheckMojo goal) throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false)) {
      goal.baseline = registry.host() + "/shop/web:latest";
      minified(61_234_567);

      assertThat(said(goal))
          .containsExactly(
              "There is no baseline '" + goal.baseline + "' yet: publish this image",
              "Image size grew by 0 B from 61.2 MB to 61.2 MB, expected maximum growth is 1 kB");
      assertThat(temp.resolve("src")).doesNotExist();

      publish(goal.baseline);
      minified(4_500);

      assertThat(said(goal))
          .containsExactly(
              "Image size grew by 500 B from 4 kB to 4.5 kB, expected maximum growth is 1 kB");

      minified(5_001);

      assertThatThrownBy(() -> said(goal))
          .isInstanceOf(MojoFailureException.class)
          .hasMessage(
              "Image size grew by 1.1 kB from 4 kB to 5 kB, but expected maximum growth is 1 kB");
    }
  }

  @Test
  @InjectMojo(goal = "check")
  @MojoParameter(name = "maxGrowth", value = "1 kB")
  void anImageThatWasNeverPublishedSaysHowToBegin(CheckMojo goal) throws Exception {
    try (RunningRegistry registry = RunningRegistry.start(temp, false)) {
      goal.baseline = registry.host() + "/shop/web:1";
      minified(4_500);

      assertThatThrownBy(() -> said(goal))
          .isInstanceOf(MojoExecutionException.class)
          .hasMessageContaining("has no '" + goal.baseline + "'")
          .hasMessageEndingWith(
              " If it was not published yet, check once with -Dslim.baseline.create");
      assertThat(ReportJson.read(file("report.json")).checks())
          .isEqualTo(Reports.minified().checks());
    }
  }

  /** A report about an image of 28 bytes, of which its second layer deletes 10; its digest. */
  private String wastefulSource() throws Exception {
    Image image =
        image(
            XrayImages.layer(temp.resolve("0"), "a=1234567890", "b=1234567890123"),
            XrayImages.layer(temp.resolve("1"), ".wh.a=", "c=12345"));
    Path tar = temp.resolve("source.tar");
    DockerArchive.write(image, "", tar);
    String digest =
        new SourceImages(RegistryAccess.ofThisUser(), new LayerStore(cache()), cache())
            .open(new ImageReference.Archive(tar))
            .digest()
            .toString();
    minified(61_234_567);
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(file("report.json").toFile());
    ((ObjectNode) json.get("source")).put("reference", "tar://" + tar).put("digest", digest);
    mapper.writeValue(file("report.json").toFile(), json);
    return digest;
  }

  private void publish(String name) throws Exception {
    LayerStore store = new LayerStore(cache());
    Path layout = temp.resolve("layout");
    Image image = image(XrayImages.layer(temp.resolve("0"), "a=" + "1234".repeat(1_000)));
    new RegistryImages(RegistryAccess.ofThisUser(), store, cache())
        .push(
            layout,
            OciLayout.write(image, layout, store),
            (ImageReference.Registry) ImageReference.of(name));
  }

  private static Image image(Layer... layers) throws IOException {
    return XrayImages.image(XrayImages.config("{}"), layers);
  }

  private void minified(long bytes) throws IOException {
    Files.createDirectories(temp.resolve("target/slim"));
    Report found = Reports.minified(bytes, 24_500_000);
    ReportJson.write(found, file("report.json"));
    SizeJson.write(found, ImageSize.of(found.slim().orElseThrow()), file("size.json"));
  }

  private Path file(String name) {
    return temp.resolve("target/slim").resolve(name);
  }

  private Path cache() {
    return temp.resolve("cache");
  }

  private List<String> said(CheckMojo goal) throws Exception {
    Said said = new Said();
    goal.setLog(said);
    goal.cacheDirectory = cache().toFile();
    goal.execute();
    return said.lines;
  }
}
