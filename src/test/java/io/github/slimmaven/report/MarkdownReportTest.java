package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownReportTest {
  private static final String HOSTILE =
      "/a`b|c\n\n# d <img src=x onerror=alert(1)> @octocat [e](http://example.org) \\|\u202e\udcff";

  @TempDir private Path directory;

  @Test
  void aRunAsItShouldGo() throws IOException {
    assertThat(MarkdownReport.of(checked("Image size is 61.3 MB, but expected maximum is 60 MB")))
        .isEqualTo(
            Files.readString(Path.of("src/test/resources/io/github/slimmaven/report/report.md")));
  }

  @Test
  void aFailedRunSaysWhy() {
    assertThat(MarkdownReport.of(failed("The probe 'GET http://:8080/' failed: 500")))
        .startsWith(
            "### `greeting:1.0`: not minified, nothing was published\n\n**Not verified.**\n")
        .contains("\n**Failed:** The probe `GET http://:8080/` failed: 500\n")
        .contains("|  | `GET http://:8080/` | 200, 27 B in 84 ms | not asked |")
        .contains("| Not watched: reads through an open directory of `/data` |");
  }

  @Test
  void aProbeThatDiffersShowsHow() {
    assertThat(MarkdownReport.of(probed(differing(List.of("@@ line 1 @@", "-a\\b", "+c")))))
        .contains(
            """
            How they differ (`-` source, `+` slim):

            `GET http://:8080/`:

            ```diff
            @@ line 1 @@
            -a\\b
            +c
            ```
            """);
    assertThat(MarkdownReport.of(Reports.minified())).doesNotContain("How they differ");
  }

  @Test
  void noLineOfADiffLeavesItsBlock() {
    String text =
        MarkdownReport.of(probed(differing(List.of("```", "-a\n```\n# b", "   ````` <b>\u202e"))));

    assertThat(text)
        .contains("\n\\u0060``\n-a\\u000a\\u0060``\\u000a# b\n   \\u0060```` <b>\\u202e\n```\n");
    assertThat(text.lines().filter(line -> line.strip().startsWith("```"))).hasSize(2);
  }

  @Test
  void diffsThatFindNoRoomAreCounted() {
    List<Report.ProbeResult> probes =
        Collections.nCopies(20, differing(Collections.nCopies(50, "-" + "x".repeat(100))).get(0));

    assertThat(MarkdownReport.of(probed(probes)))
        .contains("\n... 30 lines more\n```\n", "\nHow 18 more differ is in `report.html`.\n");
  }

  private static List<Report.ProbeResult> differing(List<String> diff) {
    Report.ProbeResult probe = Reports.minified().probes().get(0);
    return List.of(
        new Report.ProbeResult(
            probe.name(),
            probe.request(),
            probe.origin(),
            probe.source(),
            probe.slim(),
            false,
            diff));
  }

  @Test
  void aProfileIsNoImage() {
    assertThat(MarkdownReport.of(Reports.profiled()))
        .startsWith("### `greeting:1.0`: would shrink, 238.9 MB → 61.2 MB (3.90x)\n")
        .contains("Profiled: no image was written.");
  }

  @Test
  void namesStayInTheirCells() {
    assertThat(MarkdownText.code(HOSTILE))
        .isEqualTo(
            "`/a\\u0060b\\u007cc\\u000a\\u000a# d <img src=x onerror=alert(1)> @octocat"
                + " [e](http://example.org) \\\\\\u007c\\u202e\\xff`");
    assertThat(MarkdownText.code("")).isEmpty();
  }

  @Test
  void sentencesHaveNoMarkupButCodeSpans() {
    assertThat(MarkdownText.prose("It's the file '" + HOSTILE + "', 3.5 MB (new)."))
        .isEqualTo(
            "It's the file `'/a\\u0060b\\u007cc`<br>`#` d `<img src=x onerror=alert(1)> @octocat"
                + " [e](http://example.org) \\\\\\u007c\\u202e\\xff',` 3.5 MB (new).");
    assertThat(MarkdownText.prose("'a b', 'c' isn't ('d')."))
        .isEqualTo("`a b`, `c` isn't `('d').`");
    assertThat(MarkdownText.prose("1. see www.example.org a_b_c GH-7 :smile: #1"))
        .isEqualTo("1. see `www.example.org a_b_c GH-7 :smile: #1`");
  }

  @Test
  void whateverTheNamesAreItFitsAComment() {
    String absurd = "`|\u202e漢<".repeat(10_000);
    Report minified = Reports.minified();
    Space.LargeFile file =
        new Space.LargeFile(
            "/" + absurd, 1, Optional.of(absurd), Optional.of(absurd), Optional.of(absurd));
    Report.ProbeResult probe = minified.probes().get(0);
    Report report =
        new Report(
            Report.SCHEMA_VERSION,
            Report.Status.MINIFIED,
            new Report.ImageSummary(
                absurd, "", Long.MAX_VALUE, Optional.of(Long.MAX_VALUE), 1, List.of()),
            minified.slim(),
            minified.ratio(),
            minified.engine(),
            new Report.Tracer(true, true, Collections.nCopies(99, absurd), 1, List.of(), List.of()),
            minified.settings(),
            minified.ports(),
            Collections.nCopies(
                2_000,
                new Report.ProbeResult(
                    absurd,
                    absurd,
                    Optional.of(absurd),
                    probe.source(),
                    probe.slim(),
                    false,
                    List.of(absurd))),
            new Report.Verification(
                false,
                1,
                List.of(),
                Optional.of(new Report.Health(absurd, Optional.of(1), 1)),
                Optional.of(absurd + "\n" + absurd)),
            Optional.empty(),
            minified.kept(),
            minified.removed(),
            new Space(
                Collections.nCopies(20, new Space.Place("/" + absurd, 1, 1)),
                Collections.nCopies(20, new Space.Owner(absurd, 1, 1, 1, 1)),
                Collections.nCopies(20, file),
                List.of()),
            minified.previous(),
            minified.security(),
            Collections.nCopies(
                99,
                new JavaRuntime(
                    "/" + absurd,
                    17,
                    1,
                    1,
                    Map.of(),
                    Map.of(),
                    0,
                    JavaRuntime.CdsState.ABSENT,
                    Optional.of(absurd),
                    0,
                    Optional.of(absurd),
                    Collections.nCopies(
                        99,
                        new JavaRuntime.Jar(
                            "/" + absurd, absurd, 1, Collections.nCopies(99, absurd), true)))),
            minified.timings(),
            minified.startup(),
            Collections.nCopies(99, "It failed: " + absurd),
            Collections.nCopies(99, new CheckResult(absurd, 2, 1, Optional.empty(), false, absurd)),
            minified.artifacts());

    String text = MarkdownReport.of(report);

    assertThat(text.getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(MarkdownReport.MOST_BYTES)
        .isGreaterThan(10_000);
    assertThat(text).contains("more, in `report.html`.");
  }

  @Test
  void theGatesResultsReplaceTheOldText() throws IOException {
    Path file = directory.resolve("report.md");
    MarkdownReport.write(Reports.minified(), file);
    assertThat(file).content().doesNotContain("#### Checks");

    MarkdownReport.write(checked("It is too large"), file);

    assertThat(file).content().contains("| **failed** | `maxSize` | It is too large |");
  }

  private static Report checked(String message) {
    return Reports.minified()
        .withChecks(
            List.of(
                new CheckResult(
                    "maxCompressedSize", 24, 25, Optional.empty(), true, "It is small enough"),
                new CheckResult("maxSize", 61, 60, Optional.empty(), false, message)));
  }

  private static Report probed(List<Report.ProbeResult> probes) {
    Report report = Reports.minified();
    return new Report(
        report.schemaVersion(),
        report.status(),
        report.source(),
        report.slim(),
        report.ratio(),
        report.engine(),
        report.tracer(),
        report.settings(),
        report.ports(),
        probes,
        report.verification(),
        report.hardening(),
        report.kept(),
        report.removed(),
        report.space(),
        report.previous(),
        report.security(),
        report.java(),
        report.timings(),
        report.startup(),
        report.warnings(),
        report.checks(),
        report.artifacts());
  }

  private static Report failed(String why) {
    Report failed = Reports.failed();
    return new Report(
        failed.schemaVersion(),
        failed.status(),
        failed.source(),
        failed.slim(),
        failed.ratio(),
        failed.engine(),
        failed.tracer(),
        failed.settings(),
        failed.ports(),
        failed.probes(),
        new Report.Verification(false, 0, List.of(), Optional.empty(), Optional.of(why)),
        Optional.empty(),
        failed.kept(),
        failed.removed(),
        failed.space(),
        failed.previous(),
        failed.security(),
        failed.java(),
        failed.timings(),
        failed.startup(),
        failed.warnings(),
        failed.checks(),
        failed.artifacts());
  }
}
