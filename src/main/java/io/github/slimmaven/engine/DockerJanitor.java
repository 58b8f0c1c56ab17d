package io.github.slimmaven.engine;

import io.github.slimmaven.image.LiveMark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Removes what runs have left in a Docker engine whose JVM was killed together with its {@link
 * Reaper}: by the run's mark in a directory of this user, never what another machine's or a living
 * run has.
 */
final class DockerJanitor {
  private final DockerDaemon daemon;
  private final Path runs;

  /**
   * @param runs a directory that holds the marks of all runs; made when it is needed
   */
  DockerJanitor(DockerDaemon daemon, Path runs) {
    this.daemon = daemon;
    this.runs = runs.toAbsolutePath();
  }

  /** Marks a run, before it makes anything. */
  LiveMark mark(String run) throws IOException {
    Files.createDirectories(runs);
    return LiveMark.of(runs.resolve(run), daemon.host().toString());
  }

  /** Cleans up; what cannot be removed now is left to a later start. */
  void clean() throws IOException, InterruptedException {
    LiveMark.removeDead(runs, (run, host) -> host.equals(daemon.host().toString()) && remove(run));
  }

  private boolean remove(Path run) {
    try {
      new DockerLeftovers(daemon, run.getFileName().toString()).remove();
      return true;
    } catch (EngineException e) {
      return false;
    }
  }
}
