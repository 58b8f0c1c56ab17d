package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final List<String> terminal = new ArrayList<>();
  private long seconds;

  private final Progress progress = new Progress(terminal::add, () -> seconds * 1_000_000_000L);

  @Test
  void aShortStageShowsNothing() {
    progress.read(5_000_000);
    seconds = 1;
    progress.read(5_000_000);
    progress.end();

    assertThat(terminal).isEmpty();
  }

  @Test
  void aLongStageIsShownEveryTwoSecondsAndErased() {
    for (seconds = 1; seconds <= 5; seconds++) {
      progress.read(1_000_000);
    }
    progress.end();

    assertThat(terminal)
        .containsExactly(
            "\r\u001b[KReading layers: 2 MB", "\r\u001b[KReading layers: 4 MB", "\r\u001b[K");
  }

  @Test
  void whatIsSaidErasesTheLineFirstAndBeginsAnew() {
    RunLog log = new RunLog(terminal::add, terminal::add, progress);
    seconds = 3;
    progress.asked();
    log.engineChosen("docker", "27.1");
    seconds = 9;
    progress.asked();

    assertThat(terminal)
        .containsExactly(
            "\r\u001b[KAsking the app: 1 so far",
            "\r\u001b[K",
            "Engine: docker 27.1",
            "\r\u001b[KAsking the app: 1 so far");
  }
}
