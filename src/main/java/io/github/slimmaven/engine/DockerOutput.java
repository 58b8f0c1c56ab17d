package io.github.slimmaven.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.Closeable;
import java.util.concurrent.CompletableFuture;

/** Feeds a container's attached output to its {@link SensorStream}. */
final class DockerOutput extends ResultCallback.Adapter<Frame> {
  private final SensorStream stream;
  private final CompletableFuture<Void> attached = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  DockerOutput(SensorStream stream) {
    this.stream = stream;
  }

  /** Completes when the engine has attached to the container, or with why it has not. */
  CompletableFuture<Void> attached() {
    return attached;
  }

  /** Completes when the output has ended, by itself or by a fault. */
  CompletableFuture<Void> over() {
    return over;
  }

  @Override
  public void onStart(Closeable connection) {
    super.onStart(connection);
    attached.complete(null);
  }

  @Override
  public void onNext(Frame frame) {
    byte[] bytes = frame.getPayload();
    if (frame.getStreamType() == StreamType.STDERR) {
      stream.stderr(bytes, 0, bytes.length);
    } else {
      stream.stdout(bytes, 0, bytes.length);
    }
  }

  @Override
  public void onError(Throwable failure) {
    super.onError(failure);
    attached.completeExceptionally(failure);
    if (!over.isDone()) {
      stream.lose("the connection to the app's output broke (" + DockerError.reason(failure) + ")");
    }
    over.complete(null);
  }

  @Override
  public void onComplete() {
    super.onComplete();
    attached.complete(null);
    over.complete(null);
  }
}
