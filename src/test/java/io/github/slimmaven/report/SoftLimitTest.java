package io.github.slimmaven.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftLimitTest {
  @TempDir private Path directory;

  @Test
  void noRenderingCallsItFailed() throws Exception {
    Cause cause =
        new Cause(
            Cause.Kind.ARTIFACT,
            "com.example:lib",
            2,
            0,
            2,
            Optional.empty(),
            Optional.of("1.0"),
            List.of(),
            "+2 B com.example:lib 1.0, new");
    Report report =
        Reports.minified()
            .withChecks(
                List.of(
                    new CheckResult(
                        "maxSize",
                        Optional.of("app/**"),
                        BigDecimal.TEN,
                        BigDecimal.ONE,
                        Optional.of(0L),
                        false,
                        Severity.WARN,
                        "Too big",
                        List.of(cause))));

    assertThat(ConsoleSummary.lines(report)).contains("Warned: Too big");
    assertThat(MarkdownReport.of(report))
        .contains(
            "| warned | `maxSize` | Too big |\n\nSince the baseline:\n\n- +2 B `com.example:lib` 1.0, new\n")
        .doesNotContain("**failed**");
    Path xml = directory.resolve("TEST-slim.xml");
    JUnitReport.write(report, xml);
    assertThat(Files.readString(xml))
        .contains("failures=\"0\"")
        .contains("<testcase name=\"maxSize of app/**\"")
        .contains("<skipped message=\"Too big\">");
    Path index = directory.resolve("index.html");
    AggregateReport.write(List.of(new AggregateReport.Module("app", directory, report)), index);
    assertThat(Files.readString(index)).contains("passed").doesNotContain("exceeded");
  }
}
