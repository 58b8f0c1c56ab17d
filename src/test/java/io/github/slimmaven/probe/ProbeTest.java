package io.github.slimmaven.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.Probe.Kind;
import io.github.slimmaven.probe.Probe.StatusRange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
  @Test
  void statusesAreNumbersAndRanges() {
    assertThat(Probe.status("200-399, 404"))
        .containsExactly(new StatusRange(200, 399), new StatusRange(404, 404));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2xx", "399-200", "200,", "99", "600", "200-", "-1", "200 399"})
  void otherStatusesAreRefusedWithTheLegalForm(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Probe.status(text))
        .withMessage(
            "'%s' is no list of statuses: expected numbers and ranges from 100 to 599, as in"
                + " '200-399,404'",
            text);
  }

  @Test
  void declaredPortIsProbedWithGetOfItsRoot() {
    Probe probe = Probe.forPort(Port.of("8080"));

    assertThat(probe.kind()).isEqualTo(Kind.AUTO);
    assertThat(probe.request()).isEqualTo("GET http://:8080/");
    assertThat(probe.status()).containsExactly(new StatusRange(200, 399));
  }

  @Test
  void udpPortIsNotProbed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Probe.forPort(Port.of("53/udp")))
        .withMessage("'53/udp' cannot be probed: expected a TCP port, as in '8080/tcp'");
  }

  @Test
  void planNamesThePortsThatNothingIsSentTo() {
    Plan plan = Plan.of(List.of(Port.of("53/udp"), Port.of("53"), Port.of("80")), List.of());

    assertThat(plan.probes()).extracting(Probe::port).containsExactly(53, 80);
    assertThat(plan.unprobed()).containsExactly(Port.of("53/udp"));
  }

  @Test
  void planOfGivenProbesHasNoOthers() {
    Probe given = Probe.forPort(Port.of("80"));
    Plan plan = Plan.of(List.of(Port.of("80"), Port.of("81")), List.of(given));

    assertThat(plan.probes()).containsExactly(given);
    assertThat(plan.unprobed()).containsExactly(Port.of("81"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "index.html", "/a b", "/ü", "/a\r\nX: y"})
  void pathThatCannotBeSentIsRefused(String path) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probe("GET", path, Map.of(), Optional.empty()))
        .withMessageContaining("is no path of a probe: expected '/' first and other characters");
  }

  @Test
  void otherBadPartsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probe("GET /", "/", Map.of(), Optional.empty()))
        .withMessage("'GET /' is no HTTP method: expected a word, as in 'GET' or 'POST'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probe("GET", "/", Map.of("X", "a\r\nY: b"), Optional.empty()))
        .withMessage("'X: a\\x0d\\x0aY: b' is no HTTP header: expected one line");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probe("GET", "/", Map.of("content-length", "1"), Optional.empty()))
        .withMessage(
            "'content-length' frames the request and is set by itself: leave this header out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> probe("GET", "/", Map.of(), Optional.of("(")))
        .withMessage(
            "'(' is no regular expression (Unclosed group): quote special characters with a"
                + " backslash");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StatusRange(300, 200))
        .withMessage("'300-200' is no range of statuses: expected 100 to 599, low first");
  }

  private static Probe probe(
      String method, String path, Map<String, String> headers, Optional<String> match) {
    return new Probe(Kind.HTTP, 80, method, path, headers, Optional.empty(), Probe.SUCCESS, match);
  }
}
