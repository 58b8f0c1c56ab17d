package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Image;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.report.Startup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Launches two images in turns and takes the time until each has given its first answer. */
record StartupTrial(Replay replay, int runs) {

  /** A launch: what went by, and what the app's processes took of the processors. */
  record Start(Duration wall, Optional<Duration> cpu) {}

  /**
   * The medians; empty if none is to be measured, or the app answers no request.
   *
   * @param asked what the source answered
   */
  Optional<Startup> measure(Image source, Image slim, List<Exchange> asked)
      throws IOException, InterruptedException {
    Optional<Exchange> first = asked.stream().filter(e -> e.probe().isRequest()).findFirst();
    if (runs == 0 || first.isEmpty()) {
      return Optional.empty();
    }
    List<Start> ofSource = new ArrayList<>();
    List<Start> ofSlim = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      ofSource.add(replay.start(source, first.get()));
      ofSlim.add(replay.start(slim, first.get()));
    }
    return Optional.of(new Startup(runs, median(ofSource), median(ofSlim)));
  }

  private static Startup.Median median(List<Start> starts) {
    List<Duration> cpu = starts.stream().flatMap(start -> start.cpu().stream()).toList();
    return new Startup.Median(
        millis(starts.stream().map(Start::wall).toList()),
        cpu.size() < starts.size() ? Optional.empty() : Optional.of(millis(cpu)));
  }

  private static long millis(List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle).toMillis()
        : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2).toMillis();
  }
}
