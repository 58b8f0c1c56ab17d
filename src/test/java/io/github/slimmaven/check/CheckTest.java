package io.github.slimmaven.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.slimmaven.keep.PathPattern;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.ImageSize;
import io.github.slimmaven.report.Report;
import io.github.slimmaven.report.ReportException;
import io.github.slimmaven.report.Reports;
import io.github.slimmaven.report.Severity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTest {
  private static final Report REPORT = Reports.minified(61_200_000, 31_450_000);

  @Test
  void sizeUnderTheMaximumPasses() throws ReportException {
    assertThat(evaluate(REPORT, limits("62 MB", null)))
        .containsExactly(
            new CheckResult(
                "maxSize",
                61_200_000,
                62_000_000,
                Optional.empty(),
                true,
                "Image size is 61.2 MB, expected maximum is 62 MB"));
  }

  @Test
  void sizeEqualToTheMaximumPasses() throws ReportException {
    assertThat(evaluate(REPORT, limits("61.2 MB", null)))
        .singleElement()
        .matches(CheckResult::passed);
  }

  @Test
  void sizeOverTheMaximumFailsWithTheSentence() throws ReportException {
    assertThat(evaluate(REPORT, limits("60 MB", null)))
        .containsExactly(
            new CheckResult(
                "maxSize",
                61_200_000,
                60_000_000,
                Optional.empty(),
                false,
                "Image size is 61.2 MB, but expected maximum is 60 MB"));
  }

  @Test
  void sizeOneByteOverTheMaximumDoesNotLookEqual() throws ReportException {
    assertThat(evaluate(Reports.minified(60_000_001, 1), limits("60 MB", null)))
        .extracting(CheckResult::passed, CheckResult::message)
        .containsExactly(tuple(false, "Image size is 60.1 MB, but expected maximum is 60 MB"));
  }

  @Test
  void compressedSizeOverTheMaximumFailsInTheLimitsUnits() throws ReportException {
    assertThat(evaluate(REPORT, limits(null, "29 MiB")))
        .extracting(CheckResult::rule, CheckResult::passed, CheckResult::message)
        .containsExactly(
            tuple(
                "maxCompressedSize",
                false,
                "Compressed image size is 30 MiB, but expected maximum is 29 MiB"));
  }

  @Test
  void bothLimitsGiveTwoResults() throws ReportException {
    assertThat(evaluate(REPORT, limits("60 MB", "40 MB")))
        .extracting(CheckResult::rule, CheckResult::passed)
        .containsExactly(tuple("maxSize", false), tuple("maxCompressedSize", true));
  }

  @Test
  void noLimitGivesNoResult() throws ReportException {
    assertThat(evaluate(REPORT, limits(null, null))).isEmpty();
  }

  @Test
  void failedRunIsNeverChecked() {
    assertThatThrownBy(() -> Check.slim(Reports.failed()))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            "The report of 'greeting:1.0' has no minified image to check, its status is 'failed':"
                + " correct what made slim:minify fail and run it first");
  }

  @Test
  void profileIsNeverChecked() {
    assertThatThrownBy(() -> Check.slim(Reports.profiled()))
        .isInstanceOf(ReportException.class)
        .hasMessage(
            "The report of 'greeting:1.0' is one of slim:profile, which makes no image to check:"
                + " run slim:minify first");
  }

  @Test
  void filesAndRatioAreLimited() throws ReportException {
    assertThat(
            evaluate(
                REPORT,
                List.of(
                    whole(new Limit.MaxFiles(1_204)),
                    whole(new Limit.MaxFiles(1_000)),
                    whole(new Limit.MinRatio(new BigDecimal("3.9"))),
                    whole(new Limit.MinRatio(new BigDecimal("5"))))))
        .extracting(CheckResult::passed, CheckResult::message)
        .containsExactly(
            tuple(true, "Number of files is 1,204, expected maximum is 1,204"),
            tuple(false, "Number of files is 1,204, but expected maximum is 1,000"),
            tuple(true, "Image is 3.90 times smaller than its source, expected minimum is 3.9"),
            tuple(false, "Image is 3.90 times smaller than its source, but expected minimum is 5"));
  }

  @ParameterizedTest
  @CsvSource({
    "500 kB, false, 'Image size grew by 1.2 MB from 60 MB to 61.2 MB, but expected maximum growth is 500 kB'",
    "1.2 MB, true, 'Image size grew by 1.2 MB from 60 MB to 61.2 MB, expected maximum growth is 1.2 MB'",
    "1.19 MB, false, 'Image size grew by 1.2 MB from 60 MB to 61.2 MB, but expected maximum growth is 1.19 MB'",
    "2%, true, 'Image size grew by 1.2 MB (2%) from 60 MB to 61.2 MB, expected maximum growth is 2%'",
    "1.99%, false, 'Image size grew by 1.2 MB (2%) from 60 MB to 61.2 MB, but expected maximum growth is 1.99%'"
  })
  void growthIsLimitedInBytesAndPercent(String growth, boolean passed, String message)
      throws ReportException {
    CheckResult result = grown(60_000_000, growth);

    assertThat(result.passed()).isEqualTo(passed);
    assertThat(result.message()).isEqualTo(message);
    assertThat(result.baseline()).contains(60_000_000L);
  }

  @Test
  void aSmallerImageNeverGrewTooMuch() throws ReportException {
    CheckResult result = grown(62_000_000, "0");

    assertThat(result.passed()).isTrue();
    assertThat(result.message())
        .isEqualTo(
            "Image size shrank by 800 kB from 62 MB to 61.2 MB, expected maximum growth is 0 B");
  }

  @Test
  void pathsAreLimitedByBytesAndFiles() throws ReportException {
    Limit.Scope opt = new Limit.Paths(PathPattern.of("opt/**"));
    List<Limit> limits =
        List.of(
            new Limit(opt, new Limit.MaxSize(Bytes.parse("30 B")), Severity.ERROR),
            new Limit(opt, new Limit.MaxSize(Bytes.parse("29 B")), Severity.WARN),
            new Limit(opt, new Limit.MaxFiles(1), Severity.ERROR));
    Map<String, Long> files = Map.of("/opt/a", 10L, "/opt/b/c", 20L, "/etc/d", 40L);
    Measured measured = new Measured(REPORT, size(61_200_000, Map.of()), files);

    assertThat(Check.evaluate(measured, Optional.empty(), limits))
        .extracting(CheckResult::passed, CheckResult::severity, CheckResult::message)
        .containsExactly(
            tuple(true, Severity.ERROR, "Size of 'opt/**' is 30 B, expected maximum is 30 B"),
            tuple(false, Severity.WARN, "Size of 'opt/**' is 30 B, but expected maximum is 29 B"),
            tuple(
                false,
                Severity.ERROR,
                "Number of files in 'opt/**' is 2, but expected maximum is 1"));
  }

  @Test
  void artifactsAreLimitedTogether() throws ReportException {
    Limit.Scope guava = new Limit.Artifacts("com.google.*");
    List<Limit> limits =
        List.of(
            new Limit(guava, new Limit.MaxSize(Bytes.parse("1 MB")), Severity.ERROR),
            new Limit(guava, new Limit.MaxGrowth(Growth.parse("1 MB")), Severity.ERROR));
    Measured measured =
        new Measured(
            REPORT,
            size(
                61_200_000,
                Map.of(
                    "com.google.guava:guava", part("33", 3_000_000),
                    "com.google.guava:failureaccess", part("1", 4_000),
                    "org.h2:h2", part("2", 2_000_000))),
            Map.of());
    ImageSize before = size(60, Map.of("com.google.guava:guava", part("32", 2_000_000)));

    List<CheckResult> results =
        Check.evaluate(measured, Optional.of(new Baseline("b", before)), limits);

    assertThat(results)
        .extracting(CheckResult::message)
        .containsExactly(
            "Size of 'com.google.*' is 3.1 MB, but expected maximum is 1 MB",
            "Size of 'com.google.*' grew by 1.1 MB from 2 MB to 3 MB, but expected maximum growth"
                + " is 1 MB");
    assertThat(Check.explained(results.subList(1, 2)))
        .containsExactly(
            results.get(1).message(),
            "  +1 MB com.google.guava:guava 32 -> 33",
            "  +4 kB com.google.guava:failureaccess 1, new");
  }

  @Test
  void theCausesOfTheWholeImageAreToldOnce() throws ReportException {
    ImageSize now = size(61_200_000, Map.of("org.h2:h2", part("2", 2_000_000)));
    ImageSize before = size(59_200_000, Map.of());

    List<CheckResult> results =
        Check.evaluate(
            new Measured(REPORT, now, Map.of()),
            Optional.of(new Baseline("b", before)),
            List.of(whole(new Limit.MaxSize(Bytes.parse("1 MB"))), whole(new Limit.MaxFiles(1))));

    assertThat(Check.explained(results))
        .containsExactly(
            "Image size is 61.2 MB, but expected maximum is 1 MB",
            "  +2 MB org.h2:h2 2, new",
            "Number of files is 10, but expected maximum is 1");
    assertThat(results).allMatch(result -> result.causes().size() == 1);
  }

  @Test
  void whatCannotBeMeasuredSoIsNoLimit() {
    assertThatThrownBy(
            () ->
                new Limit(
                    new Limit.Paths(PathPattern.of("/opt")),
                    new Limit.MinRatio(BigDecimal.ONE),
                    Severity.ERROR))
        .hasMessage("the <limit> of path '/opt' has 'minRatio': expected 'maxSize' or 'maxFiles'");
    assertThatThrownBy(
            () -> new Limit(new Limit.Artifacts("a:*"), new Limit.MaxFiles(1), Severity.ERROR))
        .hasMessage(
            "the <limit> of artifact 'a:*' has 'maxFiles': expected 'maxSize' or 'maxGrowth'");
    assertThatThrownBy(() -> Growth.parse("a bit"))
        .hasMessage("'a bit' is no growth: expected bytes ('500 kB', '1.5 MiB') or percent ('2%')");
  }

  private static CheckResult grown(long from, String growth) throws ReportException {
    Measured measured = new Measured(REPORT, size(61_200_000, Map.of()), Map.of());
    return Check.evaluate(
            measured,
            Optional.of(new Baseline("size-baseline.json", size(from, Map.of()))),
            List.of(whole(new Limit.MaxGrowth(Growth.parse(growth)))))
        .get(0);
  }

  private static List<CheckResult> evaluate(Report report, List<Limit> limits)
      throws ReportException {
    ImageSize slim = ImageSize.of(report.slim().orElseThrow());
    return Check.evaluate(new Measured(report, slim, Map.of()), Optional.empty(), limits);
  }

  private static ImageSize size(long bytes, Map<String, ImageSize.Part> artifacts) {
    ImageSize.Parts parts = new ImageSize.Parts(List.of(), Map.of(), Map.of(), artifacts);
    return new ImageSize(bytes, Optional.empty(), 10, 1, Optional.of(parts));
  }

  private static ImageSize.Part part(String version, long bytes) {
    return new ImageSize.Part(version, bytes, List.of());
  }

  private static Limit whole(Limit.Rule rule) {
    return new Limit(new Limit.WholeImage(), rule, Severity.ERROR);
  }

  private static List<Limit> limits(String size, String compressed) {
    List<Limit> limits = new ArrayList<>();
    if (size != null) {
      limits.add(whole(new Limit.MaxSize(Bytes.parse(size))));
    }
    if (compressed != null) {
      limits.add(whole(new Limit.MaxCompressedSize(Bytes.parse(compressed))));
    }
    return limits;
  }
}
