package io.github.slimmaven.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Sends an app its probes, in order, each once. The first probe of a port waits until the app is
 * ready to answer it.
 */
public final class Exercise {
  private final Prober prober;
  private final Readiness readiness;
  private final Duration timeout;

  /**
   * An exercise with one limit for every answer.
   *
   * @param timeout for each answer
   */
  public Exercise(Prober prober, Duration timeout) {
    this.prober = prober;
    this.readiness = new Readiness(prober, timeout);
    this.timeout = timeout;
  }

  /**
   * Sends the probes.
   *
   * @return an exchange for each probe
   * @throws ProbeException for the first probe without an accepted answer, or if there is no probe
   */
  public List<Exchange> run(App app, List<Probe> probes) throws IOException, InterruptedException {
    return run(app, probes, false);
  }

  /**
   * Sends the same probes again, to another run of the app. An answer that a probe does not accept
   * is returned like any other: comparing will tell.
   *
   * @throws ProbeException for the first probe without an answer
   */
  public List<Exchange> replay(App app, List<Exchange> exchanges)
      throws IOException, InterruptedException {
    return run(app, exchanges.stream().map(Exchange::probe).toList(), true);
  }

  private List<Exchange> run(App app, List<Probe> probes, boolean anyAnswer)
      throws IOException, InterruptedException {
    if (probes.isEmpty()) {
      throw new ProbeException(
          Fault.NOTHING,
          "there is nothing to ask the app: no TCP port is declared. Add <ports> or <probes>; a"
              + " command-line tool has probes of <kind>run</kind>.",
          null);
    }
    Set<Integer> answered = new HashSet<>();
    List<Exchange> exchanges = new ArrayList<>();
    for (Probe probe : probes) {
      try {
        exchanges.add(
            answered.contains(probe.port()) ? once(app, probe) : readiness.firstAnswer(app, probe));
      } catch (ProbeException e) {
        if (!anyAnswer || e.rejected().isEmpty()) {
          throw e;
        }
        exchanges.add(e.rejected().get());
      }
      answered.add(probe.port());
    }
    return List.copyOf(exchanges);
  }

  private Exchange once(App app, Probe probe) throws IOException, InterruptedException {
    try {
      return prober.send(probe, app.address(probe), Deadline.in(timeout), app.exit());
    } catch (ProbeException e) {
      if (e.rejected().isEmpty() && Readiness.gone(app)) {
        throw Readiness.exited(app, "it answered '" + probe.request() + "'", e);
      }
      throw e;
    }
  }
}
