package io.github.slimmaven.verify;

import io.github.slimmaven.probe.Exchange;
import java.io.IOException;
import java.util.List;

/** Launches the source image afresh and sends it the same probes. */
@FunctionalInterface
public interface SecondRun {
  /** Its exchanges, one for each probe, in order. */
  List<Exchange> exchanges() throws IOException, InterruptedException;
}
