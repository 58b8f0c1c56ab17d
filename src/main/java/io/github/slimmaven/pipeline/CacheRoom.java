package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.DockerDaemon;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.image.CacheLimit;
import io.github.slimmaven.report.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes room in the cache when a build ends. */
public final class CacheRoom {
  private CacheRoom() {}

  /**
   * Removes what is over the limit, if anything is.
   *
   * @param info is told what went
   */
  public static void make(Path cache, Bytes limit, Consumer<String> info)
      throws IOException, InterruptedException {
    try (Lost lost = new Lost()) {
      CacheLimit.Freed freed = CacheLimit.trim(cache, limit.value(), lost);
      if (freed.entries() > 0) {
        info.accept(
            "Cache '%s': %s of what was unused for longest are removed, as %s are the limit ('slim.cacheLimit'); %s are left"
                .formatted(cache, Bytes.format(freed.bytes()), limit, Bytes.format(freed.left())));
      }
    }
  }

  /** Whether the Docker engine has an image no more; no, where it does not answer. */
  private static final class Lost implements Predicate<String>, AutoCloseable {
    private final Deque<DockerDaemon> docker = new ArrayDeque<>();
    private boolean asked;

    @Override
    public boolean test(String id) {
      try {
        if (!asked) {
          asked = true;
          docker.add(DockerDaemon.connect());
        }
        return !docker.isEmpty() && docker.getFirst().imageId(id.replaceFirst("-", ":")).isEmpty();
      } catch (EngineException e) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    @Override
    public void close() {
      docker.forEach(
          daemon -> {
            try {
              daemon.close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
