package io.github.slimmaven.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SharedArchiveTest {
  private static List<SharedArchive> shared(String key, String... archives) {
    return new TrimmedRuntime(
            "/opt/java",
            17,
            new TreeMap<>(),
            new TreeMap<>(),
            0,
            2,
            1,
            Optional.empty(),
            List.of(archives),
            key,
            Set.of(),
            Optional.empty(),
            List.of())
        .shared();
  }

  @Test
  void eachArchiveIsMadeAndUsedWithItsOptions() {
    List<SharedArchive> archives =
        shared(
            "k",
            "/opt/java/lib/server/classes.jsa",
            "/opt/java/lib/server/classes_nocoops.jsa",
            "/opt/java/lib/server/of-an-app.jsa");
    assertThat(archives)
        .extracting(SharedArchive::path)
        .containsExactly(
            "/opt/java/lib/server/classes.jsa", "/opt/java/lib/server/classes_nocoops.jsa");
    assertThat(archives.get(0).dump("/sensor", "/out/a"))
        .startsWith(
            "/sensor",
            "steady",
            "/opt/java/lib/classlist",
            "/opt/java/bin/java",
            "-Xshare:dump",
            "-XX:SharedArchiveFile=/out/a");
    assertThat(archives.get(1).dump("/sensor", "/out/a"))
        .contains("-XX:-UseCompressedOops", "-XX:+UseSerialGC");
    assertThat(archives.get(1).use())
        .containsExactly("/opt/java/bin/java", "-Xshare:on", "-XX:-UseCompressedOops", "-version");
  }

  @Test
  void keysDifferByClassLibraryAndByArchive() {
    String usual = "/opt/java/lib/server/classes.jsa";
    assertThat(
            List.of(
                shared("a", usual).get(0).key(),
                shared("b", usual).get(0).key(),
                shared("a", "/opt/java/lib/server/classes_coh.jsa").get(0).key()))
        .doesNotHaveDuplicates();
    assertThat(shared("a", usual)).isEqualTo(shared("a", usual));
  }
}
