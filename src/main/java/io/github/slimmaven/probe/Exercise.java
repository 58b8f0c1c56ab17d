package io.github.slimmaven.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sends an app its probes, in order, each once. The first probe of a port waits until the app is
 * ready to answer it.
 */
public final class Exercise {
  private static final Duration SOON = Duration.ofSeconds(10);

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

  /**
   * Sends a plan's requests for the first time, then those that they lead to.
   *
   * @param requests the plan's, or those of them that can be sent now
   * @throws ProbeException for the first of these without an accepted answer
   */
  public Discovery.Outcome discover(App app, List<Probe> requests, Plan plan)
      throws IOException, InterruptedException {
    Discovery discovery = plan.discovery();
    List<Exchange> exchanges = new ArrayList<>();
    ProbeException unexplored = null;
    if (plan.exploring()) {
      try {
        add(exchanges, explore(app, requests), Origin.DEFAULT);
      } catch (ProbeException e) {
        if (discovery.openApi().isEmpty()
            || e.rejected().filter(HealthPaths::mayBeNoPage).isEmpty()) {
          throw e;
        }
        unexplored = e; // many an API has nothing at its root
      }
    } else if (!requests.isEmpty()) {
      exchanges.addAll(run(app, requests));
    }
    Optional<Found> crawled = Optional.empty();
    if (discovery.crawl().isPresent()) {
      List<Exchange> from = new ArrayList<>();
      for (int i = 0; i < exchanges.size(); i++) {
        if (discovery.from().isEmpty() || discovery.from().contains(requests.get(i))) {
          from.add(exchanges.get(i));
        }
      }
      Crawler crawler = new Crawler(discovery.crawl().get(), this::soon);
      crawled = Optional.of(crawler.crawl(app, from, exchanges));
      add(exchanges, crawled.get().exchanges(), Origin.CRAWLED);
    }
    Optional<Found> generated = Optional.empty();
    if (discovery.openApi().isPresent()) {
      ApiTrial trial = new ApiTrial(discovery.openApi().get(), this::soon, readiness::firstAnswer);
      generated = Optional.of(trial.ask(app, exchanges));
      add(exchanges, generated.get().exchanges(), Origin.GENERATED);
    }
    if (exchanges.isEmpty() && unexplored != null) {
      throw unexplored;
    }
    return new Discovery.Outcome(exchanges, crawled, generated);
  }

  private static void add(List<Exchange> all, List<Exchange> more, Origin origin) {
    more.forEach(exchange -> all.add(exchange.from(origin)));
  }

  /** What nobody asked for has little time. */
  private Exchange soon(App app, Probe probe) throws IOException, InterruptedException {
    return once(app, probe, timeout.compareTo(SOON) < 0 ? timeout : SOON);
  }

  /**
   * Asks each port what nobody has described: the probe itself, then whether it has a health
   * endpoint. One that answers may stand for the probe where that has no page.
   *
   * @param probes a {@code GET /} of each port
   * @return an exchange for each probe that was accepted and each health endpoint that is there
   * @throws ProbeException for the first port without an accepted answer
   */
  public List<Exchange> explore(App app, List<Probe> probes)
      throws IOException, InterruptedException {
    checkAny(probes);
    List<Exchange> exchanges = new ArrayList<>();
    for (Probe probe : probes) {
      Exchange root;
      try {
        root = readiness.firstAnswer(app, probe);
        exchanges.add(root);
      } catch (ProbeException e) {
        root = e.rejected().filter(HealthPaths::mayBeNoPage).orElseThrow(() -> e);
        List<Exchange> health = new HealthPaths(this::once).ask(app, root);
        if (health.isEmpty()) {
          throw e;
        }
        exchanges.addAll(health);
        continue;
      }
      exchanges.addAll(new HealthPaths(this::once).ask(app, root));
    }
    return List.copyOf(exchanges);
  }

  private static void checkAny(List<Probe> probes) throws ProbeException {
    if (probes.isEmpty()) {
      throw new ProbeException(
          Fault.NOTHING,
          "there is nothing to ask the app: no TCP port is declared. Add <ports> or <probes>; a"
              + " command-line tool has probes of <kind>run</kind>.",
          null);
    }
  }

  private List<Exchange> run(App app, List<Probe> probes, boolean anyAnswer)
      throws IOException, InterruptedException {
    checkAny(probes);
    Set<Integer> answered = new HashSet<>();
    List<Exchange> exchanges = new ArrayList<>();
    for (Probe probe : probes) {
      try {
        boolean ready = probe.isExec() ? !answered.isEmpty() : answered.contains(probe.port());
        exchanges.add(ready ? once(app, probe) : readiness.firstAnswer(app, probe));
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
    return once(app, probe, probe.timeout().orElse(timeout));
  }

  private Exchange once(App app, Probe probe, Duration limit)
      throws IOException, InterruptedException {
    try {
      return prober.send(app, probe, Deadline.in(limit));
    } catch (ProbeException e) {
      if (e.rejected().isEmpty() && Readiness.gone(app)) {
        throw Readiness.exited(app, "it answered '" + probe.request() + "'", e);
      }
      throw e;
    }
  }
}
