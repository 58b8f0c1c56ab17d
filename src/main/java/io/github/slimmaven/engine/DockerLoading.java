package io.github.slimmaven.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.LoadResponseItem;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The engine's answer to {@code POST /images/load}: lines of JSON, of which docker-java's own
 * callback takes "Loaded image ID" for a failure and does not give the engine's error.
 */
final class DockerLoading extends ResultCallback.Adapter<LoadResponseItem> {
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();

  /** How long an engine may take for an archive that it has read, or that was cut off. */
  private static final long PATIENCE_SECONDS = 10;

  private final Runnable refused;

  /**
   * @param refused is called when the engine will read no more of the archive
   */
  DockerLoading(Runnable refused) {
    this.refused = refused;
  }

  @Override
  public void onNext(LoadResponseItem item) {
    if (item.getErrorDetail() != null) {
      fail(new IOException(item.getErrorDetail().getMessage()));
    } else if (item.getStream() != null && item.getStream().contains("Loaded image")) {
      loaded.complete(null);
    }
  }

  @Override
  public void onError(Throwable failure) {
    super.onError(failure);
    fail(failure);
  }

  @Override
  public void onComplete() {
    super.onComplete();
    fail(new IOException("it found no image in the archive"));
  }

  private void fail(Throwable failure) {
    if (loaded.completeExceptionally(failure)) {
      refused.run();
    }
  }

  /** Whether the engine has refused the archive so far. */
  boolean isRefused() {
    return loaded.isCompletedExceptionally();
  }

  /**
   * Waits, even if interrupted, until the engine is through with the archive.
   *
   * @return whether it has loaded it
   */
  boolean settled() throws IOException {
    return Unbroken.send(
        () ->
            loaded
                .handle((nothing, failure) -> failure == null)
                .completeOnTimeout(true, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join());
  }

  /**
   * Waits for the answer.
   *
   * @param image how to call it in messages
   */
  void await(String image) throws EngineException, InterruptedException {
    try {
      loaded.get();
    } catch (ExecutionException e) {
      throw new EngineException(
          "The Docker engine could not load %s: %s. Check that it is whole; the engine's own log may say more."
              .formatted(image, DockerError.reason(e)),
          e.getCause());
    }
  }
}
