package io.github.slimmaven.probe;

import io.github.slimmaven.image.Port;
import java.util.List;

/**
 * What an app is asked.
 *
 * @param probes in order
 * @param unprobed declared ports that nothing is sent to: a datagram to a UDP port that does not
 *     know it need not be answered, so silence would say nothing
 * @param exploring whether the probes are nobody's own, and more may be found
 */
public record Plan(List<Probe> probes, List<Port> unprobed, boolean exploring) {
  public Plan {
    probes = List.copyOf(probes);
    unprobed = List.copyOf(unprobed);
  }

  /**
   * Says what to ask.
   *
   * @param declared the image's or the user's ports
   * @param given the user's probes; if there are none, each declared TCP port gets a {@code GET /}
   */
  public static Plan of(List<Port> declared, List<Probe> given) {
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
                        || probes.stream().noneMatch(probe -> probe.port() == port.number()))
            .toList(),
        given.isEmpty());
  }

  /** The same, but that what nobody has described may be refused or missing: tests tell more. */
  public Plan unlessBroken() {
    return exploring
        ? new Plan(probes.stream().map(Probe::unlessBroken).toList(), unprobed, true)
        : this;
  }
}
