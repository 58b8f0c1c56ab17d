package io.github.slimmaven.probe;

/**
 * A probe and its answer.
 *
 * @param probe as sent: its kind is never {@code AUTO}
 * @param answer the accepted answer
 */
public record Exchange(Probe probe, Answer answer) {
  /** {@code GET http://:8080/path}, for messages and the report. */
  public String request() {
    return switch (probe.kind()) {
      case TCP -> "connect tcp :" + probe.port();
      case HTTPS -> probe.method() + " https://:" + probe.port() + probe.path();
      default -> probe.method() + " http://:" + probe.port() + probe.path();
    };
  }
}
