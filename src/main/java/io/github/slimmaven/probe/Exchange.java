package io.github.slimmaven.probe;

/**
 * A probe and its answer.
 *
 * @param probe as sent: its kind is never {@code AUTO}
 * @param answer the accepted answer; in a replay, the answer whatever it is
 */
public record Exchange(Probe probe, Answer answer) {
  public Exchange {
    if (probe.kind() == Probe.Kind.AUTO) {
      throw new IllegalArgumentException("the kind of a sent probe is known: '" + probe + "'");
    }
  }

  /** {@code GET http://:8080/path}, for messages and the report. */
  public String request() {
    return probe.request();
  }
}
