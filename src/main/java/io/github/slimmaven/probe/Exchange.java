package io.github.slimmaven.probe;

import java.util.regex.Pattern;

/**
 * A probe and its answer.
 *
 * @param probe as sent: its kind is never {@code AUTO}
 * @param answer the accepted answer; in a replay, the answer whatever it is
 * @param origin of the probe, when it was sent for the first time
 */
public record Exchange(Probe probe, Answer answer, Origin origin) {
  public Exchange {
    if (probe.kind() == Probe.Kind.AUTO) {
      throw new IllegalArgumentException("the kind of a sent probe is known: '" + probe + "'");
    }
  }

  /** The exchange of a probe that was given. */
  public Exchange(Probe probe, Answer answer) {
    this(probe, answer, Origin.GIVEN);
  }

  Exchange from(Origin other) {
    return new Exchange(probe, answer, other);
  }

  /** {@code GET http://:8080/path}, for messages and the report. */
  public String request() {
    return probe.request();
  }

  /** Whether the answer has a status and a body that the probe accepts. */
  public boolean accepted() {
    return statusAccepted() && matched();
  }

  boolean statusAccepted() {
    return probe.accepts(answer.status());
  }

  boolean matched() {
    return probe.match().isEmpty()
        || Pattern.compile(probe.match().get()).matcher(answer.matchable()).find();
  }
}
