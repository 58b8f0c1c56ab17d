package io.github.slimmaven.pipeline;

import java.io.IOException;
import java.util.Optional;

/**
 * The project's own integration tests, as far as a run has to do with them.
 *
 * @param app that they have used, stopped: its trace is taken
 * @param rerun what runs them against the minified image, if that is wanted
 */
public record IntegrationTests(Optional<TestedApp> app, Optional<Rerun> rerun) {
  /** There are none. */
  public static final IntegrationTests NONE =
      new IntegrationTests(Optional.empty(), Optional.empty());

  /** Runs the tests once more. */
  public interface Rerun {
    /**
     * Runs the tests against a launched app.
     *
     * @return how many have passed
     * @throws SlimFailure if one fails, or there is none
     */
    int against(Endpoint endpoint) throws IOException, InterruptedException, SlimFailure;
  }
}
