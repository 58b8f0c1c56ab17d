package io.github.slimmaven.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.report.CheckResult;
import io.github.slimmaven.report.Securities;
import io.github.slimmaven.report.Security;
import io.github.slimmaven.report.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecurityLimitsTest {
  private static final String BESIDES =
      "; 1 are of unknown severity; 1 packages were not or not fully assessed";

  @Test
  void theReducedCountAndTheGoneDoNot() {
    assertThat(messages("0", "0"))
        .containsExactly(
            "Vulnerabilities of severity critical are 1, but expected maximum is 0" + BESIDES,
            "Vulnerabilities of severity high are 0, expected maximum is 0" + BESIDES);
    assertThat(messages("1", null))
        .containsExactly(
            "Vulnerabilities of severity critical are 1, expected maximum is 1" + BESIDES);
  }

  @Test
  void failOnNamesIdsTheirRecordsAndSeverities() {
    assertThat(named("CVE-2099-0001").message())
        .isEqualTo(
            "Vulnerabilities that failOn names ('CVE-2099-0001') are 1, but expected maximum is 0:"
                + " CVE-2099-0001"
                + BESIDES);
    assertThat(named("ghsa-1").actual()).hasToString("2");
    assertThat(named("critical").actual()).hasToString("1");
    assertThat(named("low").actual()).hasToString("1");
    assertThat(named("unknown").actual()).hasToString("2");
    assertThat(named("CVE-2099-0002").passed()).as("gone").isTrue();
    assertThat(named("CVE-2099-0003").passed()).as("not affected").isTrue();
  }

  @Test
  void whatWasNotAssessedNeverPasses() {
    SecurityLimits limits = SecurityLimits.of("99", null, List.of("CVE-1"), Severity.WARN);

    assertThat(limits.results(Optional.of(Securities.notAssessed())))
        .allMatch(result -> !result.passed() && !result.fails())
        .extracting(CheckResult::message)
        .containsExactly(
            "Vulnerabilities were not assessed, so maxCritical does not hold: None of the 98"
                + " packages could be assessed",
            "Vulnerabilities were not assessed, so failOn does not hold: None of the 98 packages"
                + " could be assessed");
    assertThat(limits.results(Optional.empty()).get(0).message())
        .isEqualTo(
            "Vulnerabilities were not assessed, so maxCritical does not hold: slim:minify had no"
                + " vulnerability data: name some in its 'advisories' (slim.advisories)");
  }

  @Test
  void dataWithoutSeveritiesDecideOnNone() {
    Security a = Securities.assessed();
    Security unrated =
        new Security(
            true,
            a.reason(),
            a.counts(),
            98,
            a.findings(),
            0,
            a.byPackage(),
            a.notAffected(),
            0,
            a.notAssessed(),
            a.naive(),
            false,
            a.sources(),
            a.limits());

    assertThat(
            SecurityLimits.of("9", null, List.of("high"), Severity.ERROR)
                .results(Optional.of(unrated)))
        .allMatch(CheckResult::fails)
        .allMatch(result -> result.message().contains("the data tell no severities: add OSV"));
    assertThat(
            SecurityLimits.of(null, null, List.of("unknown"), Severity.ERROR)
                .results(Optional.of(unrated))
                .get(0)
                .actual())
        .hasToString("2");
  }

  @Test
  void whatIsNoLimitIsRefused() {
    assertThatThrownBy(() -> SecurityLimits.of("-1", null, List.of(), Severity.ERROR))
        .hasMessage("'-1' is no maxCritical: expected a number as in '0'");
    assertThatThrownBy(() -> SecurityLimits.of(null, "many", List.of(), Severity.ERROR))
        .hasMessage("'many' is no maxHigh: expected a number as in '0'");
    assertThatThrownBy(() -> SecurityLimits.of(null, null, List.of("hihg"), Severity.ERROR))
        .hasMessage(
            "'hihg' is no failOn: expected an id as in 'CVE-2021-44228', or 'critical', 'high',"
                + " 'medium', 'low' or 'unknown' (any)");
  }

  private static List<String> messages(String critical, String high) {
    return SecurityLimits.of(critical, high, List.of(), Severity.ERROR)
        .results(Optional.of(Securities.assessed()))
        .stream()
        .map(CheckResult::message)
        .toList();
  }

  private static CheckResult named(String failOn) {
    return SecurityLimits.of(null, null, List.of(failOn), Severity.ERROR)
        .results(Optional.of(Securities.assessed()))
        .get(0);
  }
}
