package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.slimmaven.check.EfficiencyLimits;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageException;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerThreads;
import io.github.slimmaven.inspect.Xray;
import io.github.slimmaven.inspect.XrayImages;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.Severity;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XrayRunTest {
  private static final EfficiencyLimits NONE =
      EfficiencyLimits.of(null, null, null, Severity.ERROR);

  private static final List<String> VIOLATIONS =
      List.of(
          "Efficiency of the image is 0.6428, but expected minimum is 0.9",
          "Wasted in the image are 10 B, but expected maximum is 9 B",
          "Wasted of all layers of the image but the lowest is the fraction 1.0000, but expected"
              + " maximum is 0.5");

  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();

  private Xray run(Path tar, EfficiencyLimits limits) throws Exception {
    return XrayRun.run(request(tar, limits), new RunLog(said::add, said::add));
  }

  private XrayRequest request(Path tar, EfficiencyLimits limits) {
    return new XrayRequest(
        Optional.of(new ImageReference.Archive(tar)),
        limits,
        RegistryAccess.ofThisUser(),
        temp.resolve("out"),
        temp.resolve("cache"));
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
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
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
    assertThatThrownBy(() -> run(wasteful(), limits(Severity.ERROR)))
        .isInstanceOf(SlimFailure.class)
        .hasMessage(String.join("\n", VIOLATIONS));
    assertThat(temp.resolve("out/xray.json")).exists();
  }

  @Test
  void softLimitsOnlyWarn() throws Exception {
    run(wasteful(), limits(Severity.WARN));

    assertThat(said).containsSubsequence(VIOLATIONS);
  }

  private static EfficiencyLimits limits(Severity severity) {
    return EfficiencyLimits.of("0.9", "9", "0.5", severity);
  }

  @Test
  void limitsThatHoldPass() throws Exception {
    Xray xray = run(wasteful(), EfficiencyLimits.of("0.6428", "10 B", "1", Severity.ERROR));

    assertThat(xray.efficiency().wastedBytes()).isEqualTo(10);
    assertThat(said)
        .containsSubsequence(
            "Efficiency of the image is 0.6428, expected minimum is 0.6428",
            "Wasted in the image are 10 B, expected maximum is 10 B",
            "Wasted of all layers of the image but the lowest is the fraction 1.0000, expected"
                + " maximum is 1");
  }

  @Test
  void aFailedRunLeavesNothingOfAnEarlierOne() throws Exception {
    run(wasteful(), NONE);
    Files.writeString(temp.resolve("x.tar"), "no tar");

    assertThatThrownBy(() -> run(temp.resolve("x.tar"), NONE)).isInstanceOf(ImageException.class);
    assertThat(temp.resolve("out")).isEmptyDirectory();
  }

  @Test
  void corruptLayerIsNamedByItsDigestEvenIfItIsNoTarEither() throws Exception {
    Path tar = wasteful();
    byte[] bytes = Files.readAllBytes(tar);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("1234567890") - 512;
    bytes[at]++; // the first byte of a header: its checksum is wrong then
    Files.write(tar, bytes);

    assertThatThrownBy(() -> run(tar, NONE))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("' is corrupt: its content has diff id '");
    assertThat(LayerThreads.alive()).isEmpty();
    assertThat(temp.resolve("out")).isEmptyDirectory();
  }

  @Test
  void longReadingIsShownAndGoneBeforeTheResults() throws Exception {
    AtomicLong nanos = new AtomicLong();
    Progress progress = new Progress(said::add, () -> nanos.addAndGet(3_000_000_000L));

    XrayRun.run(request(wasteful(), NONE), new RunLog(said::add, said::add, progress));

    assertThat(said.get(0)).startsWith("\r\u001b[KReading layers: ");
    assertThat(said).contains("\r\u001b[K");
    assertThat(said.subList(said.indexOf("\r\u001b[K") + 1, said.size()))
        .noneMatch(line -> line.contains("Reading layers"));
  }

  @Test
  void whatIsNoFractionIsNamed() {
    for (String text : List.of("95", "-0.1", "a lot", "")) {
      assertThatThrownBy(() -> EfficiencyLimits.of(text, null, null, Severity.ERROR))
          .hasMessage(
              "'%s' is no lowestEfficiency: expected a fraction from 0 to 1, as in '0.95'", text);
    }
    assertThat(EfficiencyLimits.of(" 1.0 ", null, null, Severity.ERROR).lowestEfficiency())
        .contains(new BigDecimal("1.0"));
  }
}
