package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an app is asked.
 *
 * @param probes in order
 * @param unprobed declared ports that nothing is sent to: a datagram to a UDP port that does not
 *     know it need not be answered, so silence would say nothing
 * @param exploring whether the probes are nobody's own, and health endpoints may be found
 * @param discovery what else is looked for
 */
public record Plan(
    List<Probe> probes, List<Port> unprobed, boolean exploring, Discovery discovery) {
  public Plan {
    probes = List.copyOf(probes);
    unprobed = List.copyOf(unprobed);
    if (discovery.isWanted() && !probes.isEmpty() && probes.stream().allMatch(Probe::isRun)) {
      throw new IllegalArgumentException(
          "<crawl> and <openApi> have no app to ask: all probes are of kind 'run'. Add one of a"
              + " port, or leave them out.");
    }
  }

  /**
   * Says what to ask.
   *
   * @param declared the image's or the user's ports
   * @param given the user's probes; if there are none, each declared TCP port gets a {@code GET /}
   */
  public static Plan of(List<Port> declared, List<Probe> given) {
    return of(declared, given, Discovery.NONE);
  }

  /** The same, where more is to be found. */
  public static Plan of(List<Port> declared, List<Probe> given, Discovery discovery) {
    List<Probe> probes =
        given.isEmpty()
            ? declared.stream()
                .filter(port -> port.protocol().equals("tcp"))
                .map(Probe::forPort)
                .toList()
            : given;
    return new Plan(
        probes,
        declared.stream()
            .filter(
                port ->
                    !port.protocol().equals("tcp")
                        || (probes.stream().noneMatch(probe -> probe.port() == port.number())
                            && discovery.openApi().stream()
                                .noneMatch(api -> api.port() == port.number())))
            .toList(),
        given.isEmpty(),
        discovery);
  }

  /** Asks again what was found, and finds nothing more. */
  public Plan settled(List<Exchange> found) {
    return new Plan(found.stream().map(Exchange::probe).toList(), unprobed, false, Discovery.NONE);
  }

  /** The container ports that requests go to. */
  public SortedSet<Port> ports() {
    TreeSet<Port> ports = new TreeSet<>();
    probes.stream()
        .filter(Probe::isRequest)
        .forEach(probe -> ports.add(new Port(probe.port(), "tcp")));
    discovery.openApi().ifPresent(api -> ports.add(new Port(api.port(), "tcp")));
    return ports;
  }

  /**
   * Whether tests may use an app that was asked all of it before: the probes are nobody's own, and
   * nothing that is found changes anything in the app.
   */
  public boolean precedesTests() {
    return exploring
        && discovery.openApi().stream().allMatch(api -> OpenApi.SAFE.containsAll(api.methods()));
  }

  /** What is asked before tests, of the app that they use. */
  public Plan beforeTests() {
    return precedesTests()
        ? this
        : new Plan(exploring ? probes : List.of(), unprobed, exploring, Discovery.NONE);
  }

  /** The same, but that what nobody has described may be refused or missing: tests tell more. */
  public Plan unlessBroken() {
    return exploring
        ? new Plan(probes.stream().map(Probe::unlessBroken).toList(), unprobed, true, discovery)
        : this;
  }
}
