package io.github.slimmaven.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportException;
import io.github.slimmaven.report.Reports;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckTest {
  private static final Report REPORT = Reports.minified(61_200_000, 31_450_000);

  @Test
  void sizeUnderTheMaximumPasses() throws ReportException {
    assertThat(Check.evaluate(REPORT, limits("62 MB", null)))
        .containsExactly(
            new Report.CheckResult(
                "maxSize",
                61_200_000,
                62_000_000,
                Optional.empty(),
                true,
                "Image size is 61.2 MB, expected maximum is 62 MB"));
  }

  @Test
  void sizeEqualToTheMaximumPasses() throws ReportException {
    assertThat(Check.evaluate(REPORT, limits("61.2 MB", null)))
        .singleElement()
        .matches(Report.CheckResult::passed);
  }

  @Test
  void sizeOverTheMaximumFailsWithTheSentence() throws ReportException {
    assertThat(Check.evaluate(REPORT, limits("60 MB", null)))
        .containsExactly(
            new Report.CheckResult(
                "maxSize",
                61_200_000,
                60_000_000,
                Optional.empty(),
                false,
                "Image size is 61.2 MB, but expected maximum is 60 MB"));
  }

  @Test
  void sizeOneByteOverTheMaximumDoesNotLookEqual() throws ReportException {
    assertThat(Check.evaluate(Reports.minified(60_000_001, 1), limits("60 MB", null)))
        .extracting(Report.CheckResult::passed, Report.CheckResult::message)
        .containsExactly(tuple(false, "Image size is 60.1 MB, but expected maximum is 60 MB"));
  }

  @Test
  void compressedSizeOverTheMaximumFailsInTheLimitsUnits() throws ReportException {
    assertThat(Check.evaluate(REPORT, limits(null, "29 MiB")))
        .extracting(
            Report.CheckResult::rule, Report.CheckResult::passed, Report.CheckResult::message)
        .containsExactly(
            tuple(
                "maxCompressedSize",
                false,
                "Compressed image size is 30 MiB, but expected maximum is 29 MiB"));
  }

  @Test
  void bothLimitsGiveTwoResults() throws ReportException {
    assertThat(Check.evaluate(REPORT, limits("60 MB", "40 MB")))
        .extracting(Report.CheckResult::rule, Report.CheckResult::passed)
        .containsExactly(tuple("maxSize", false), tuple("maxCompressedSize", true));
  }

  @Test
  void noLimitGivesNoResult() throws ReportException {
    assertThat(Check.evaluate(REPORT, limits(null, null))).isEmpty();
  }

  @Test
  void failedRunIsNeverChecked() {
    assertThatThrownBy(() -> Check.evaluate(Reports.failed(), limits("60 MB", null)))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            "The report of 'greeting:1.0' has no minified image to check, its status is 'failed':"
                + " correct what made slim:minify fail and run it first");
  }

  @Test
  void profileIsNeverChecked() {
    assertThatThrownBy(() -> Check.evaluate(Reports.profiled(), limits("60 MB", null)))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            "The report of 'greeting:1.0' is one of slim:profile, which makes no image to check:"
                + " run slim:minify first");
  }

  private static Limits limits(String size, String compressed) {
    return new Limits(
        Optional.ofNullable(size).map(Bytes::parse),
        Optional.ofNullable(compressed).map(Bytes::parse));
  }
}
