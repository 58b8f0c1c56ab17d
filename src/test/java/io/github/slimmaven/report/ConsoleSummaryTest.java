package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsoleSummaryTest {
  @Test
  void minifiedRunReadsLikeTheGoldenFile() throws IOException {
    Report report =
        Reports.minified()
            .withChecks(
                List.of(
                    new CheckResult(
                        "maxSize",
                        61_234_567,
                        70_000_000,
                        Optional.empty(),
                        true,
                        "Image size is 61.2 MB, expected maximum is 70 MB")));
    assertThat(ConsoleSummary.lines(report)).containsExactlyElementsOf(golden("minified.txt"));
  }

  @Test
  void failedRunReadsLikeTheGoldenFile() throws IOException {
    assertThat(ConsoleSummary.lines(Reports.failed()))
        .containsExactlyElementsOf(golden("failed.txt"));
  }

  @Test
  void repairedRunReadsLikeTheGoldenFile() throws IOException {
    assertThat(ConsoleSummary.lines(repaired())).containsExactlyElementsOf(golden("repaired.txt"));
  }

  @Test
  void profileSaysWhatTheImageWouldShrinkTo() {
    List<String> lines = ConsoleSummary.lines(Reports.profiled());

    assertThat(lines.get(0))
        .matches(
            "'greeting:1.0' would shrink: .* -> .*x smaller \\(profiled: no image was written\\)");
    assertThat(lines).noneMatch(line -> line.contains("erified"));
  }

  @Test
  void linesHoldNoControlCharacters() {
    assertThat(ConsoleSummary.lines(repaired()))
        .allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cntrl}"));
  }

  private static Report repaired() {
    Report r = Reports.minified();
    List<String> paths =
        Stream.concat(
                Stream.of("/evil\u001b[31m\n"),
                Stream.iterate(1, i -> i + 1).limit(11).map(i -> "/lib/" + i))
            .toList();
    return new Report(
        r.schemaVersion(),
        Report.Status.UNCHANGED,
        r.source(),
        Optional.of(r.source()),
        Report.ratio(r.source().size(), r.source().size() + 1),
        r.engine(),
        r.tracer(),
        r.settings(),
        r.ports(),
        List.of(
            new Report.ProbeResult(
                "greeting",
                "GET http://:8080/",
                Optional.of("given"),
                new Report.Answered(200, 27, 84),
                Optional.of(new Report.Answered(500, 1_300, 12)),
                false,
                List.of())),
        new Report.Verification(false, 2, paths, Optional.empty(), Optional.empty()),
        Optional.empty(),
        new Kept(0, 0, Map.of()),
        r.removed(),
        r.space(),
        Optional.empty(),
        r.security(),
        r.java(),
        r.timings(),
        r.startup(),
        r.warnings(),
        r.checks(),
        new TreeMap<>(Map.of("report", "C:\\target\\slim")));
  }

  private static List<String> golden(String name) throws IOException {
    try (InputStream in = ConsoleSummaryTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
