package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.Body;
import io.github.slimmaven.probe.Crawl;
import io.github.slimmaven.probe.Discovery;
import io.github.slimmaven.probe.OpenApi;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Probe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
  @TempDir Path cache;

  @Test
  void theSameValuesGiveTheSame() throws Exception {
    assertThat(of(plan("secret"))).hasSize(64).isEqualTo(of(plan("secret")));
  }

  @Test
  void aValueFarInsideCounts() throws Exception {
    assertThat(of(plan("secret"))).isNotEqualTo(of(plan("Secret")));
  }

  @Test
  void orderCountsInListsOnly() throws Exception {
    assertThat(of(List.of("a", "b"))).isNotEqualTo(of(List.of("b", "a")));
    assertThat(of(new LinkedHashSet<>(List.of("a", "b"))))
        .isEqualTo(of(new LinkedHashSet<>(List.of("b", "a"))));
    Map<String, String> one = new LinkedHashMap<>();
    one.put("a", "1");
    one.put("b", "2");
    Map<String, String> other = new LinkedHashMap<>();
    other.put("b", "2");
    other.put("a", "1");
    assertThat(of(one)).isEqualTo(of(other)).isNotEqualTo(of(Map.of("a", "2", "b", "1")));
  }

  @Test
  void bordersBetweenValuesCount() throws Exception {
    assertThat(of(List.of("ab", "c"))).isNotEqualTo(of(List.of("a", "bc")));
    assertThat(of(List.of(List.of("a"), List.of())))
        .isNotEqualTo(of(List.of(List.of(), List.of("a"))));
    assertThat(of(Optional.empty())).isNotEqualTo(of(List.of()));
    assertThat(of("1")).isNotEqualTo(of(1));
  }

  @Test
  void whatDependsOnPortsIsComparedByWhatItGives() throws Exception {
    Function<List<Port>, Integer> first = ports -> ports.get(0).number();
    Function<List<Port>, Integer> again = ports -> ports.get(0).number();
    Function<List<Port>, Integer> fixed = ports -> 1;

    assertThat(of(first)).isEqualTo(of(again)).isNotEqualTo(of(fixed));
  }

  @Test
  void aFileCountsByItsContent() throws Exception {
    Path file = cache.resolve("trace.json");
    String none = Fingerprint.start(cache).file("trace", file).finish();
    Files.writeString(file, "{}");
    String some = Fingerprint.start(cache).file("trace", file).finish();
    Files.writeString(file, "[]");

    assertThat(Fingerprint.start(cache).file("trace", file).finish()).isNotIn(none, some);
    assertThat(some).isNotEqualTo(none);
  }

  @Test
  void nobodyElseCanTryValues() throws Exception {
    String here = of("secret");

    assertThat(of("secret")).isEqualTo(here);
    assertThat(Fingerprint.start(cache.resolve("other")).add("value", "secret").finish())
        .isNotEqualTo(here);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.resolve("key"))))
        .isEqualTo("rw-------");
    assertThat(cache.resolve("key")).hasSize(32);
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    assertThatThrownBy(() -> of(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A java.lang.Object cannot be compared with that of another run.");
  }

  private String of(Object value) throws IOException {
    return Fingerprint.start(cache).add("value", value).finish();
  }

  /** With all that a plan may hold. */
  private static Plan plan(String password) {
    Probe probe =
        new Probe(
            Probe.Kind.HTTP,
            8080,
            "POST",
            "/login",
            Map.of("Authorization", "Basic " + password),
            Optional.of(
                new Body(
                    password.getBytes(StandardCharsets.UTF_8), Optional.of("text/plain"), false)),
            Probe.SUCCESS,
            Optional.of("welcome"),
            Optional.empty(),
            Map.of(),
            Optional.of(Duration.ofSeconds(3)));
    OpenApi api =
        new OpenApi(
            new OpenApi.Document.InApp("/v3/api-docs"),
            8080,
            OpenApi.SAFE,
            OpenApi.REQUESTS,
            Map.of("Authorization", password));
    return new Plan(
        List.of(probe, Probe.forPort(new Port(9000, "tcp"))),
        List.of(new Port(53, "udp")),
        false,
        new Discovery(Optional.of(Crawl.DEFAULT), List.of(probe), Optional.of(api)));
  }
}
