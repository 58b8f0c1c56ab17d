package io.github.slimmaven.probe;

import java.io.IOException;

/** An attempt without an answer; {@link Prober} turns it into a {@link ProbeException}. */
final class NoAnswer extends IOException {
  private static final long serialVersionUID = 1L;

  private final Fault fault;
  private final boolean alert;

  /**
   * @param detail the end of a sentence that begins with the request
   */
  NoAnswer(Fault fault, String detail) {
    this(fault, detail, false, null);
  }

  NoAnswer(Fault fault, String detail, Throwable cause) {
    this(fault, detail, false, cause);
  }

  private NoAnswer(Fault fault, String detail, boolean alert, Throwable cause) {
    super(detail, cause);
    this.fault = fault;
    this.alert = alert;
  }

  /** A TLS alert in answer to plain text: RFC 8446, section 5.1, content type 21. */
  static NoAnswer alert() {
    return new NoAnswer(
        Fault.FOREIGN, "was answered with a TLS alert: the port speaks TLS", true, null);
  }

  Fault fault() {
    return fault;
  }

  boolean isAlert() {
    return alert;
  }
}
