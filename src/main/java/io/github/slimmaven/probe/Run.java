package io.github.slimmaven.probe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A launched command-line tool: nothing is sent to it, its exit code and its output answer. */
public final class Run {
  private Run() {}

  /**
   * Waits for the end of a run.
   *
   * @param probe of kind {@code RUN}
   * @param exit completes with the exit code once all output is in the log
   * @param log what it wrote, both streams
   * @return the exchange, whether the probe accepts it or not
   * @throws ProbeException if it does not end in time
   */
  public static Exchange await(
      Probe probe, CompletableFuture<Integer> exit, Path log, Duration timeout)
      throws IOException, InterruptedException {
    Deadline deadline = Deadline.in(timeout);
    long start = System.nanoTime();
    try {
      int code = exit.get(deadline.left(), TimeUnit.NANOSECONDS);
      long millis = (System.nanoTime() - start) / 1_000_000;
      try (InputStream output = Files.newInputStream(log)) {
        return new Exchange(
            probe, new Answer(code, "", output.readNBytes(Answer.MAX_BODY), millis));
      }
    } catch (TimeoutException e) {
      throw new ProbeException(
          Fault.SILENT,
          "'"
              + probe.request()
              + "' did not end within "
              + deadline.text()
              + ". Allow it more time, or probe a port if it is no command-line tool.",
          e);
    } catch (ExecutionException e) {
      throw Readiness.lost(e);
    }
  }

  /**
   * Takes only what the probe accepts.
   *
   * @throws ProbeException saying what it does not accept
   */
  public static Exchange accepted(Exchange exchange) throws ProbeException {
    Probe probe = exchange.probe();
    if (!exchange.statusAccepted()) {
      throw rejected(
          exchange,
          "ended with exit code '"
              + exchange.answer().status()
              + "', but expected is '"
              + probe.command().orElseThrow().exitCode()
              + "'. Correct its <args>, or set the <exitCode> that this probe accepts.");
    }
    if (!exchange.matched()) {
      throw rejected(
          exchange,
          "ended, but nothing in its output matches '"
              + Probe.shown(probe.match().orElseThrow())
              + "'. Correct its <args>, or change the <match> of this probe.");
    }
    return exchange;
  }

  private static ProbeException rejected(Exchange exchange, String how) {
    return new ProbeException(
        Fault.REJECTED, "'" + exchange.request() + "' " + how, exchange, null);
  }
}
