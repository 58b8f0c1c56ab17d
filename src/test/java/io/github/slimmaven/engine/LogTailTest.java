package io.github.slimmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path folder;

  @Test
  void longLogShowsItsLastTwentyLines() throws Exception {
    Path log = folder.resolve("log");
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 1000; i++) {
      text.append("line ").append(i).append('\n');
    }
    Files.writeString(log, text);

    assertThat(LogTail.of(log)).contains("line 981", "line 1000").doesNotContain("line 980");
  }

  @Test
  void escapeSequencesAreNotPassedOn() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "a\u001b[31mred\tx\n");
    assertThat(LogTail.of(log)).contains("a?[31mred x");
  }

  @Test
  void cutFirstLineIsLeftOutAndLongOnesAreShortened() throws Exception {
    String text = "x".repeat(100_000) + "\none\n" + "y".repeat(600) + "\n";
    Path log = Files.writeString(folder.resolve("log"), text);

    assertThat(LogTail.read(log, 30)).containsExactly("one", "y".repeat(500) + "...");
    assertThat(LogTail.read(log, 1)).containsExactly("y".repeat(500) + "...");
  }

  @Test
  void emptyLogIsSaidToBeEmpty() throws Exception {
    assertThat(LogTail.of(Files.createFile(folder.resolve("log"))))
        .isEqualTo("It wrote nothing to its output.");
  }

  @Test
  void missingLogIsNamed() {
    assertThat(LogTail.of(folder.resolve("none"))).contains("none' cannot be read");
  }
}
