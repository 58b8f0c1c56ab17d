package io.github.slimmaven.probe;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An app that did not become ready, or did not answer as it should. The message names the request
 * and what came instead, and ends with what to do next.
 */
public final class ProbeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final transient Exchange rejected;

  ProbeException(Fault fault, String message, Throwable cause) {
    this(fault, message, null, cause);
  }

  ProbeException(Fault fault, String message, Exchange rejected, Throwable cause) {
    super(message, cause);
    this.fault = fault;
    this.rejected = rejected;
  }

  /** What kind of failure this is. */
  public Fault fault() {
    return fault;
  }

  /** The answer that was not accepted, for {@link Fault#REJECTED}. */
  public Optional<Exchange> rejected() {
    return Optional.ofNullable(rejected);
  }

  /** The same failure, followed by the last lines of the app's log. */
  public ProbeException withLog(List<String> lines) {
    String log =
        lines.isEmpty()
            ? "\nThe app wrote nothing to its log."
            : "\nThe app's log ends:\n  " + String.join("\n  ", lines);
    return new ProbeException(fault, getMessage() + log, rejected, this);
  }

  /** The same failure, seen again and again until the time was up. */
  ProbeException forSo(Deadline deadline) {
    return new ProbeException(
        fault, "for " + deadline.text() + ", " + getMessage(), rejected, this);
  }

  /** Whether an app that is still starting may fail like this. */
  boolean mayBeStarting() {
    return switch (fault) {
      case REFUSED, CLOSED -> true;
      case REJECTED ->
          rejected != null && (rejected.probe().isExec() || rejected.answer().status() == 503);
      default -> false;
    };
  }
}
