package io.github.slimmaven.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.report.Cause;
import io.github.slimmaven.report.ImageSize.LayerPart;
import io.github.slimmaven.report.ImageSize.Part;
import io.github.slimmaven.report.ImageSize.Parts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CausesTest {
  private static final Parts BEFORE =
      new Parts(
          List.of(new LayerPart("base", 100), new LayerPart("jib", 20), new LayerPart("jib", 30)),
          Map.of("/app/libs", 50_000L, "/usr/lib", 10L),
          Map.of("deb:libssl3", part("3.0.16", 100), "deb:zlib1g", part("1.2", 90)),
          Map.of(
              "com.fasterxml.jackson.core:jackson-databind", part("2.17.0", 1_600_000),
              "org.h2:h2", part("2.3", 2_500_000),
              "g:same", part("1", 7)));

  private static final Parts AFTER =
      new Parts(
          List.of(new LayerPart("base", 100), new LayerPart("jib", 20), new LayerPart("jib", 90)),
          Map.of("/app/libs", 3_150_000L, "/usr/lib", 10L, "/opt/x/y", 2_000_000L),
          Map.of("deb:libssl3", part("3.0.17", 100), "deb:zlib1g", part("1.2", 90)),
          Map.of(
              "com.fasterxml.jackson.core:jackson-databind", part("2.18.1", 1_800_000),
              "com.google.guava:guava",
                  new Part("33.4.8-jre", 3_100_000, List.of("com.example:client:1.0")),
              "g:same", part("1", 7)));

  @Test
  void partsThatChangedAreNamedByKindTheMostGrownFirst() {
    assertThat(Causes.between(BEFORE, AFTER))
        .extracting(Cause::message)
        .containsExactly(
            "+3.1 MB com.google.guava:guava 33.4.8-jre, new, via com.example:client",
            "+200 kB com.fasterxml.jackson.core:jackson-databind 2.17.0 -> 2.18.1",
            "-2.5 MB org.h2:h2 2.3, gone",
            "+0 B deb:libssl3 3.0.16 -> 3.0.17",
            "+3.1 MB /app/libs",
            "+2 MB /opt/x/y, new",
            "+60 B layer 'jib' (2)");
  }

  @Test
  void theForemostAreOwnersAndDirectoriesIfTheseAreNotMostOfIt() {
    List<Cause> causes = Causes.between(BEFORE, AFTER);

    assertThat(Causes.foremost(causes))
        .extracting(Cause::name)
        .containsExactly(
            "com.google.guava:guava",
            "com.fasterxml.jackson.core:jackson-databind",
            "/app/libs",
            "/opt/x/y");
    assertThat(Causes.foremost(causes.stream().filter(c -> !c.name().equals("/opt/x/y")).toList()))
        .extracting(Cause::name)
        .containsExactly("com.google.guava:guava", "com.fasterxml.jackson.core:jackson-databind");
  }

  @Test
  void packagesAreNotNewWhereTheBaselineHasNoneAtAll() {
    Parts published = new Parts(List.of(), AFTER.directories(), Map.of(), AFTER.artifacts());

    assertThat(Causes.between(published, AFTER))
        .extracting(Cause::kind)
        .doesNotContain(Cause.Kind.PACKAGE);
  }

  @Test
  void ofEachKindTheFirstTwentyAreNamed() {
    Map<String, Long> many = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      many.put("/" + i, (long) i + 1);
    }
    Parts after = new Parts(List.of(), many, Map.of(), Map.of());

    assertThat(Causes.between(new Parts(List.of(), Map.of(), Map.of(), Map.of()), after))
        .hasSize(20)
        .first()
        .extracting(Cause::name)
        .isEqualTo("/99");
  }

  private static Part part(String version, long bytes) {
    return new Part(version, bytes, List.of());
  }
}
