package io.github.slimmaven.mojo;

import io.github.slimmaven.image.CacheUse;
import io.github.slimmaven.pipeline.CacheRoom;
import io.github.slimmaven.report.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.execution.ExecutionEvent;
import org.apache.maven.execution.MavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;

/**
 * A build reads the cache from its first goal to its end, as what one goal puts there is needed by
 * the next. Then what is too much goes.
 */
final class SessionCache {
  private final Path cache;
  private final Bytes limit;
  private final Log log;
  private final CacheUse use;

  private SessionCache(Path cache, Bytes limit, Log log, CacheUse use) {
    this.cache = cache;
    this.limit = limit;
    this.log = log;
    this.use = use;
  }

  /** Says that the build reads a cache from now on. */
  static void read(Path cache, Bytes limit, MavenSession session, Log log)
      throws IOException, InterruptedException {
    MavenExecutionRequest request = session.getRequest();
    synchronized (request) {
      // Another copy of this class, of a module with other plugin dependencies, has its own.
      String key =
          SessionCache.class.getName()
              + System.identityHashCode(SessionCache.class)
              + cache.toAbsolutePath();
      if (!request.getData().containsKey(key)) {
        SessionCache known = new SessionCache(cache, limit, log, CacheUse.begin(cache));
        request.getData().put(key, known);
        BuildWatch.add(request, known::happened);
      }
    }
  }

  private void happened(ExecutionEvent event) {
    if (event.getType() == ExecutionEvent.Type.SessionEnded) {
      try {
        use.close();
        CacheRoom.make(cache, limit, log::info);
      } catch (IOException | RuntimeException e) {
        log.warn("The cache '" + cache + "' could not be kept within " + limit + ": " + e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
