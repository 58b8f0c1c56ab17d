package io.github.slimmaven.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Runs the fuzzer in a JVM with a small heap, by default for 30 seconds with one seed. For ten
 * minutes with another: {@code ./mvnw test -Dtest=FuzzTest -Dslim.fuzz.seconds=600
 * -Dslim.fuzz.seed=2}.
 */
class FuzzTest {
  private static final Path KEPT = Path.of("target", "fuzz");

  @Test
  void whateverIsReadEndsInAnAnswerOrAClearError() throws Exception {
    Files.createDirectories(KEPT);
    Process fuzzer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Fuzzer.class.getName(),
                KEPT.toString(),
                System.getProperty("slim.fuzz.seconds", "30"),
                System.getProperty("slim.fuzz.seed", "1"))
            .redirectErrorStream(true)
            .start();
    String said = new String(fuzzer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(fuzzer.waitFor()).as(said).isZero();
    Files.writeString(KEPT.resolve("counts.txt"), said);
    assertThat(said.lines().filter(line -> line.contains(" taken "))).hasSizeGreaterThan(15);
    assertThat(said.lines()).noneMatch(line -> line.contains(" taken 0 "));
  }
}
