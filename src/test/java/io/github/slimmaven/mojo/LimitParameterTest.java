package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.check.EfficiencyLimits;
import io.github.slimmaven.check.Growth;
import io.github.slimmaven.check.Limit;
import io.github.slimmaven.keep.PathPattern;
import io.github.slimmaven.report.Bytes;
import io.github.slimmaven.report.Severity;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class LimitParameterTest {
  private final LimitParameter parameter = new LimitParameter();

  @Test
  void eachValueIsALimitOfTheSameScopeAndSeverity() {
    parameter.maxSize = "60 MB";
    parameter.maxCompressedSize = "25MiB";
    parameter.maxGrowth = "2 %";
    parameter.maxFiles = "1_500";
    parameter.minRatio = "2.5";
    parameter.severity = "Warn";

    assertThat(parameter.limits(Severity.ERROR))
        .extracting(Limit::rule)
        .containsExactly(
            new Limit.MaxSize(Bytes.parse("60 MB")),
            new Limit.MaxCompressedSize(Bytes.parse("25 MiB")),
            new Limit.MaxGrowth(Growth.parse("2 %")),
            new Limit.MaxFiles(1_500),
            new Limit.MinRatio(new BigDecimal("2.5")));
    assertThat(parameter.limits(Severity.ERROR))
        .allMatch(limit -> limit.severity() == Severity.WARN)
        .allMatch(limit -> limit.scope().equals(new Limit.WholeImage()));
  }

  @Test
  void theSeverityIsTheOthersUnlessItIsGiven() {
    parameter.path = "/opt/**";
    parameter.maxFiles = "0";

    assertThat(parameter.given(Severity.WARN))
        .containsExactly(
            new Limit(
                new Limit.Paths(PathPattern.of("/opt/**")), new Limit.MaxFiles(0), Severity.WARN));
  }

  @Test
  void aLimitWithTwoScopesOrNoneOfAnythingIsNamed() {
    parameter.artifact = "org.h2:h2";
    assertThatThrownBy(() -> parameter.given(Severity.ERROR))
        .hasMessage(
            "a <limit> of 'org.h2:h2' limits nothing: give it one as in '<maxSize>20"
                + " MB</maxSize>'");
    parameter.path = "/opt/**";
    parameter.maxSize = "1 MB";
    assertThatThrownBy(() -> parameter.given(Severity.ERROR))
        .hasMessage(
            "a <limit> has the path '/opt/**' and the artifact 'org.h2:h2': make it two, one of"
                + " each");
  }

  @Test
  void whatTheSourceWastesIsLimitedForAllOfIt() {
    parameter.lowestEfficiency = "0.95";
    parameter.highestWastedBytes = "20 MB";
    parameter.severity = "warn";

    assertThat(parameter.given(Severity.ERROR)).isEmpty();
    assertThat(parameter.efficiency(Severity.ERROR))
        .isEqualTo(EfficiencyLimits.of("0.95", "20 MB", null, Severity.WARN));
    parameter.path = "/opt/**";
    assertThatThrownBy(() -> parameter.efficiency(Severity.ERROR))
        .hasMessage(
            "the <limit> of '/opt/**' has an efficiency rule, which is about the whole source"
                + " image: give that one a <limit> without path and artifact");
  }

  @Test
  void whatIsNoNumberIsNamed() {
    parameter.maxFiles = "many";
    assertThatThrownBy(() -> parameter.limits(Severity.ERROR))
        .hasMessage("'many' is no maxFiles: expected a number as in '1500'");
    parameter.maxFiles = null;
    parameter.minRatio = "-1";
    assertThatThrownBy(() -> parameter.limits(Severity.ERROR))
        .hasMessage("'-1' is no minRatio: expected a number as in '2.5'");
  }
}
