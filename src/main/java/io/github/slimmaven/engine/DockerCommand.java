package io.github.slimmaven.engine;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Executes a command in a running container, as {@code docker exec} does. */
final class DockerCommand extends ResultCallback.Adapter<Frame> {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  private DockerCommand() {}

  static Executed run(DockerDaemon daemon, String id, List<String> command, Duration timeout)
      throws IOException, InterruptedException {
    String what = "execute '" + String.join(" ", command) + "'";
    String execution =
        DockerDaemon.call(
                what,
                () ->
                    daemon
                        .client()
                        .execCreateCmd(id)
                        .withCmd(command.toArray(String[]::new))
                        .withAttachStdout(true)
                        .withAttachStderr(true)
                        .exec())
            .getId();
    try (DockerCommand running = new DockerCommand()) {
      daemon.client().execStartCmd(execution).exec(running);
      running.over.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      Long code =
          DockerDaemon.call(what, () -> daemon.client().inspectExecCmd(execution).exec())
              .getExitCodeLong();
      return new Executed(code == null ? 126 : code.intValue(), running.text());
    } catch (TimeoutException e) {
      throw new EngineException(
          "'%s' did not end within %d s. Look into the app's log."
              .formatted(String.join(" ", command), timeout.toSeconds()),
          e);
    } catch (ExecutionException e) {
      throw new EngineException(
          "The Docker engine could not %s: %s. Its own log may say more."
              .formatted(what, DockerError.reason(e)),
          e.getCause());
    }
  }

  private synchronized String text() {
    return output.toString(StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void onNext(Frame frame) {
    byte[] bytes = frame.getPayload();
    output.write(bytes, 0, Math.min(bytes.length, Executed.MAX_OUTPUT - output.size()));
  }

  @Override
  public void onError(Throwable failure) {
    super.onError(failure);
    over.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    super.onComplete();
    over.complete(null);
  }
}
