package io.github.slimmaven.inventory.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DpkgOrderTest {
  private static final Path DPKG = Path.of("/usr/bin/dpkg");
  private static final int PAIRS = 400;
  private static final List<String> PARTS =
      List.of("0", "1", "2", "9", "10", "00", ".", ".", "+", "~", "~~", "a", "b", "Z", "rc", "deb");

  /** One of: -1, 0 or 1 a line for each line of two versions. */
  private static final String COMPARE =
      "while read -r a b; do "
          + "if dpkg --compare-versions \"$a\" lt \"$b\"; then echo -1; "
          + "elif dpkg --compare-versions \"$a\" eq \"$b\"; then echo 0; else echo 1; fi; done";

  @TempDir private Path directory;

  @Test
  @Timeout(120)
  void generatedVersionsAreInTheOrderOfDpkg() throws Exception {
    assumeTrue(Files.isExecutable(DPKG), "there is no " + DPKG);
    List<String> pairs = pairs(new Random(7));
    List<String> expected = dpkg(pairs);

    List<String> actual = new ArrayList<>();
    DpkgOrder order = new DpkgOrder();
    for (String pair : pairs) {
      String[] versions = pair.split(" ");
      actual.add(pair + " " + Integer.signum(order.compare(versions[0], versions[1])));
    }

    assertThat(actual).isEqualTo(expected);
    for (String sign : List.of(" -1", " 0", " 1")) {
      assertThat(expected.stream().filter(line -> line.endsWith(sign))).hasSizeGreaterThan(20);
    }
  }

  /** Half of them differ in one place only, or not at all. */
  private static List<String> pairs(Random random) {
    List<String> pairs = new ArrayList<>();
    while (pairs.size() < PAIRS) {
      String epoch = random.nextInt(4) == 0 ? random.nextInt(3) + ":" : "";
      String upstream = "1" + text(random, 4);
      String revision = random.nextInt(3) == 0 ? "" : "-" + random.nextInt(3) + text(random, 2);
      String one = epoch + upstream + revision;
      String other =
          switch (random.nextInt(6)) {
            case 0 -> epoch + upstream + revision.replaceFirst("^-", "-0");
            case 1 -> epoch + upstream + text(random, 1) + revision;
            case 2 -> epoch + upstream + revision + (revision.isEmpty() ? "" : text(random, 1));
            case 3 -> upstream + revision;
            default -> "1" + text(random, 4) + "-" + random.nextInt(3);
          };
      pairs.add(one + " " + other);
    }
    return pairs;
  }

  private static String text(Random random, int parts) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts; i++) {
      text.append(PARTS.get(random.nextInt(PARTS.size())));
    }
    return text.toString();
  }

  private List<String> dpkg(List<String> pairs) throws IOException, InterruptedException {
    Path input = Files.write(directory.resolve("pairs"), pairs);
    Path output = directory.resolve("signs");
    Process process =
        new ProcessBuilder("sh", "-c", COMPARE)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(directory.resolve("errors").toFile())
            .start();
    try {
      assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(directory.resolve("errors")).hasContent("");
    List<String> signs = Files.readAllLines(output, StandardCharsets.UTF_8);
    assertThat(signs).hasSameSizeAs(pairs);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      lines.add(pairs.get(i) + " " + signs.get(i));
    }
    return lines;
  }
}
