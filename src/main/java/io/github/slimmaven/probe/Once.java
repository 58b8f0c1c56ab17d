package io.github.slimmaven.probe;

import java.io.IOException;

/** Sends a probe once. */
interface Once {
  Exchange send(App app, Probe probe) throws IOException, InterruptedException;

  /**
   * The end of a sentence that begins with the request.
   *
   * @throws ProbeException the same one, if the app is gone
   */
  static String why(ProbeException e) throws ProbeException {
    if (e.fault() == Fault.EXITED) {
      throw e;
    }
    if (e.rejected().isPresent()) {
      return "was answered with status '" + e.rejected().get().answer().status() + "'";
    }
    return e.getCause() instanceof NoAnswer none ? none.getMessage() : "was not answered";
  }
}
