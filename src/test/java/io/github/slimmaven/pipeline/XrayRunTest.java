package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.slimmaven.check.EfficiencyLimits;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.inspect.Xray;
import io.github.slimmaven.inspect.XrayImages;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Report;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XrayRunTest {
  private static final EfficiencyLimits NONE =
      new EfficiencyLimits(Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();

  private Xray run(Path tar, EfficiencyLimits limits) throws Exception {
    return XrayRun.run(
        new XrayRequest(
            Optional.of(new ImageReference.Archive(tar)),
            limits,
            RegistryAccess.ofThisUser(),
            temp.resolve("out"),
            temp.resolve("cache")),
        new RunLog(said::add, said::add));
  }

  private Path wasteful() throws Exception {
    Image image =
        XrayImages.image(
            XrayImages.config("{'history':[{'created_by':'RUN \\u001b[31m\\n x'},{}]}"),
            XrayImages.layer(
                temp.resolve("0"),
                "a=1234567890",
                "b=1234567890",
                "new\nline.key=1",
                "\u202etxt=x",
                "${js}$1.pem key.pem</script><script>alert(1)=x"),
            XrayImages.layer(temp.resolve("1"), ".wh.a=", "c=12345"));
    DockerArchive.write(image, "", temp.resolve("x.tar"));
    return temp.resolve("x.tar");
  }

  @Test
  void whatIsFoundIsWrittenAsTheSchemaSaysAndSummedUp() throws Exception {
    Path tar = TinyImage.write(temp.resolve("tiny.tar"), "a=b", TinyImage.HTTPD, 5000);

    run(tar, NONE);

    JsonNode json = new ObjectMapper().readTree(temp.resolve("out/xray.json").toFile());
    try (InputStream schema = Report.class.getResourceAsStream("xray.schema.json")) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(schema)
                  .validate(json))
          .isEmpty();
    }
    String page = Files.readString(temp.resolve("out/xray.html"));
    assertThat(page)
        .doesNotContain("${css}", "${js}", "${xray}", "${source}")
        .doesNotContainPattern("(?:src|href)=\"(?!#|data:)");
    assertThat(json.path("settings").path("ports").path(0).asText()).isEqualTo("8080/tcp");
    assertThat(temp.resolve("out/source.Dockerfile"))
        .content()
        .contains("\nFROM scratch\n", "\nEXPOSE 8080/tcp\n", "\nENTRYPOINT [\"/bin/sh\", \"-c\", ");
    assertThat(said).anyMatch(line -> line.startsWith("'tar://" + tar + "': "));
    assertThat(said).anyMatch(line -> line.startsWith("Efficiency 1.0000: 0 B of "));
  }

  @Test
  void whatIsHostileStaysInItsLine() throws Exception {
    Xray xray = run(wasteful(), NONE);

    assertThat(xray.secrets().first().get(0).path()).isEqualTo("/new\nline.key");
    assertThat(said).noneMatch(line -> line.chars().anyMatch(c -> c < ' ' || c == '\u202e'));
    assertThat(said).anyMatch(line -> line.contains("/new\\u000aline.key: private key"));
    assertThat(Files.readString(temp.resolve("out/xray.html")))
        .doesNotContain("<script>alert")
        .contains("/${js}$1.pem key.pem\\u003c/script>");
    assertThat(Files.readString(temp.resolve("out/source.Dockerfile")).lines().skip(1))
        .containsExactly("FROM scratch", "RUN \\u001b[31m\\u000a x", "# a step that says nothing");
  }

  @Test
  void anImageBeyondItsLimitsFailsWithEachSentenceAndItsFilesAreThere() throws Exception {
    EfficiencyLimits limits =
        new EfficiencyLimits(
            Optional.of(new BigDecimal("0.9")),
            Optional.of(Bytes.parse("9")),
            Optional.of(new BigDecimal("0.5")));

    assertThatThrownBy(() -> run(wasteful(), limits))
        .isInstanceOf(SlimFailure.class)
        .hasMessage(
            "Efficiency is 0.6428, but expected minimum is 0.9 (lowestEfficiency)\n"
                + "Wasted are 10 B, but expected maximum is 9 B (highestWastedBytes)\n"
                + "Wasted of all layers but the lowest is the fraction 1.0000, but expected maximum"
                + " is 0.5 (highestUserWastedPercent)");
    assertThat(temp.resolve("out/xray.json")).exists();
  }

  @Test
  void limitsThatHoldPass() throws Exception {
    Xray xray =
        run(
            wasteful(),
            new EfficiencyLimits(
                Optional.of(new BigDecimal("0.6428")),
                Optional.of(Bytes.parse("10 B")),
                Optional.of(BigDecimal.ONE)));

    assertThat(xray.efficiency().wastedBytes()).isEqualTo(10);
  }

  @Test
  void aFailedRunLeavesNothingOfAnEarlierOne() throws Exception {
    run(wasteful(), NONE);
    Files.writeString(temp.resolve("x.tar"), "no tar");

    assertThatThrownBy(() -> run(temp.resolve("x.tar"), NONE)).isInstanceOf(ImageException.class);
    assertThat(temp.resolve("out")).isEmptyDirectory();
  }

  @Test
  void whatIsNoFractionIsNamed() {
    for (String text : List.of("95", "-0.1", "a lot", "")) {
      assertThatThrownBy(() -> EfficiencyLimits.fraction("lowestEfficiency", text))
          .hasMessage(
              "'%s' is no lowestEfficiency: expected a fraction from 0 to 1, as in '0.95'", text);
    }
    assertThat(EfficiencyLimits.fraction("lowestEfficiency", " 1.0 ")).isEqualTo("1.0");
  }
}
