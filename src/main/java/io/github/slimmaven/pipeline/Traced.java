package io.github.slimmaven.pipeline;

import io.github.slimmaven.jvm.LoadedClasses;
import io.github.slimmaven.probe.Exchange;
import io.github.slimmaven.trace.AccessTrace;
import java.util.ArrayList;
import java.util.List;

/**
 * What traced launches of the source gave.
 *
 * @param asked the exchanges, as often as the app was asked
 * @param trace what the app touched
 * @param launchMillis until the app listened, or was executed where it has no port
 * @param probeMillis until the last answer
 * @param loaded what the app's JVMs were seen to load
 * @param limits of launches before the run: sentences that say what could not be watched
 */
record Traced(
    List<List<Exchange>> asked,
    AccessTrace trace,
    long launchMillis,
    long probeMillis,
    LoadedClasses loaded,
    List<String> limits) {

  Traced(
      List<List<Exchange>> asked,
      AccessTrace trace,
      long launchMillis,
      long probeMillis,
      LoadedClasses loaded) {
    this(asked, trace, launchMillis, probeMillis, loaded, List.of());
  }

  /** Both together; what was asked less often counts as answered the same again. */
  Traced and(Traced other) {
    List<List<Exchange>> both = new ArrayList<>();
    for (int i = 0; i < Math.max(asked.size(), other.asked.size()); i++) {
      List<Exchange> round = new ArrayList<>(asked.get(Math.min(i, asked.size() - 1)));
      round.addAll(other.asked.get(Math.min(i, other.asked.size() - 1)));
      both.add(round);
    }
    return new Traced(
        both,
        trace.merge(other.trace),
        launchMillis + other.launchMillis,
        probeMillis + other.probeMillis,
        loaded.and(other.loaded),
        limits);
  }

  /** This and another run of the same probes. */
  Traced again(Traced other) {
    List<List<Exchange>> all = new ArrayList<>(asked);
    all.addAll(other.asked);
    return new Traced(
        all,
        trace.merge(other.trace),
        launchMillis + other.launchMillis,
        probeMillis + other.probeMillis,
        loaded.and(other.loaded),
        limits);
  }

  /** The same as the result of a launch before the run, on which the run spent no time. */
  Traced before() {
    return new Traced(asked, trace, 0, 0, loaded, limits);
  }

  /** The same answers with a trace of elsewhere. */
  Traced of(AccessTrace other, LoadedClasses all) {
    return new Traced(asked, other, launchMillis, probeMillis, all, limits);
  }

  /** The same answers with another trace. */
  Traced with(AccessTrace other, LoadedClasses more) {
    return of(other, loaded.and(more));
  }

  /** The same with what could not be watched in another launch. */
  Traced withLimits(List<String> more) {
    return new Traced(asked, trace, launchMillis, probeMillis, loaded, more);
  }
}
