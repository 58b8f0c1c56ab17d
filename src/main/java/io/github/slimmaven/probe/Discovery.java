package io.github.slimmaven.probe;

import java.util.List;
import java.util.Optional;

/**
 * What to find besides the probes.
 *
 * @param crawl how far links are followed, if they are
 * @param from the probes whose links are followed; of all where there are none
 * @param openApi describes requests, if anything does
 */
public record Discovery(Optional<Crawl> crawl, List<Probe> from, Optional<OpenApi> openApi) {
  /** Nothing is looked for. */
  public static final Discovery NONE = new Discovery(Optional.empty(), List.of(), Optional.empty());

  public Discovery {
    from = List.copyOf(from);
  }

  /**
   * What was found.
   *
   * @param exchanges of the probes, then what was crawled, then what was generated
   */
  public record Outcome(
      List<Exchange> exchanges, Optional<Found> crawled, Optional<Found> generated) {
    public Outcome {
      exchanges = List.copyOf(exchanges);
    }
  }

  /** Whether there is anything to find. */
  public boolean isWanted() {
    return crawl.isPresent() || openApi.isPresent();
  }
}
