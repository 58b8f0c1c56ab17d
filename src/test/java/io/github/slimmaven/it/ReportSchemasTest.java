package io.github.slimmaven.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.report.ReportJson;
import io.github.slimmaven.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportSchemasTest {
  @TempDir private Path it;

  @Test
  void aReportThatIsNotValidIsNamed() throws IOException {
    Path good = report("one");
    Path bad = report("two");
    Files.writeString(bad, Files.readString(bad).replace("\"minified\"", "\"shrunk\""));
    Files.writeString(it.resolve("report.json"), "{}"); // no run's

    assertThat(ReportSchemas.violations(it))
        .singleElement()
        .asString()
        .startsWith(bad + ": ")
        .contains("status");
    assertThat(good).exists();
  }

  @Test
  void aReportThatALaterRunReplacedIsStillLookedAt() throws IOException {
    Path copies = it.resolve("copies");
    Path report = report("one");
    ReportCollector.collect(report.getParent(), copies);
    String good = Files.readString(report);
    Files.writeString(report, good.replace("\"minified\"", "\"shrunk\""));
    ReportCollector.collect(report.getParent(), copies);
    Files.writeString(report, good);

    assertThat(ReportSchemas.violations(it.resolve("one"), copies))
        .singleElement()
        .asString()
        .startsWith(report + ": ")
        .contains("status");
  }

  @Test
  void runsWithoutCopiesAreAFailure() throws IOException {
    report("one");

    assertThat(ReportSchemas.violations(it, it.resolve("copies")))
        .containsExactly(
            "'" + it.resolve("copies") + "' is empty: Maven did not load ReportCollector");
  }

  @Test
  void withoutIntegrationTestsNothingIsWrong() throws IOException {
    assertThat(ReportSchemas.violations(it.resolve("none"))).isEmpty();
  }

  private Path report(String project) throws IOException {
    Path file = it.resolve(project + "/target/slim/report.json");
    ReportJson.write(Reports.minified(), file);
    Files.createFile(file.resolveSibling("files.csv"));
    return file;
  }
}
