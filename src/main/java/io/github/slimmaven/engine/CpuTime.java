package io.github.slimmaven.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Processor time of processes that this machine can see. */
final class CpuTime {
  private CpuTime() {}

  /** Of these processes; empty if none of them tells. */
  static Optional<Duration> of(Stream<ProcessHandle> processes) {
    return processes
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration::plus);
  }
}
