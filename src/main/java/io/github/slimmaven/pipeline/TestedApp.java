package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.probe.App;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/**
 * The source image, launched and traced while the project's integration tests use it. It lives on a
 * thread of its own from {@code slim:start} to {@code slim:stop}: whatever ends that thread (the
 * stop, an error, {@link #close} when the build fails, a JVM that is told to stop) removes its
 * container and its files. What a killed JVM leaves, the engine's reaper removes.
 */
public final class TestedApp implements AutoCloseable {
  private final CompletableFuture<Endpoint> ready = new CompletableFuture<>();
  private final CompletableFuture<Traced> ended = new CompletableFuture<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private final RunLog log;
  private final Thread thread;
  private Optional<Digest> source = Optional.empty();

  private TestedApp(SlimRequest request, RunLog log, SlimRun.Opening engines) {
    this.log = log;
    this.thread = new Thread(() -> run(request, engines), "slim-tested-app");
    thread.setDaemon(true);
  }

  /**
   * Launches the source image; returns when it is ready.
   *
   * @throws SlimFailure if it does not become ready; nothing is left of it then
   */
  public static TestedApp start(SlimRequest request, RunLog log)
      throws IOException, InterruptedException, SlimFailure {
    return start(request, log, () -> Engines.open(request.engine(), request.cache(), log));
  }

  static TestedApp start(SlimRequest request, RunLog log, SlimRun.Opening engines)
      throws IOException, InterruptedException, SlimFailure {
    TestedApp app = new TestedApp(request, log, engines);
    app.thread.start();
    app.await(app.ready);
    return app;
  }

  /** Where the tests reach it. */
  public Endpoint endpoint() {
    return ready.join();
  }

  /** Whether it was stopped, or ended in another way. */
  public boolean stopped() {
    return over.getCount() == 0 || ended.isDone();
  }

  /**
   * Ends the app as its users would, and keeps its trace.
   *
   * @throws IOException if the trace is not whole
   */
  public void stop() throws IOException, InterruptedException, SlimFailure {
    over.countDown();
    await(ended);
  }

  /** Gives up an app that still runs: its container is killed and removed, there is no trace. */
  @Override
  public void close() {
    if (!ended.isDone()) {
      thread.interrupt();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What {@link #stop} kept.
   *
   * @throws SlimFailure if it was not this image that the tests used
   */
  Traced traced(Image image) throws IOException, InterruptedException, SlimFailure {
    Traced traced = await(ended);
    if (!source.equals(Optional.of(image.digest()))) {
      throw new SlimFailure(
          "The tests used another image than '"
              + image.reference()
              + "': give slim:start and slim:minify the same <image>, and build it before both.",
          null);
    }
    return traced;
  }

  private void run(SlimRequest request, SlimRun.Opening engines) {
    try {
      ended.complete(SlimRun.tested(request, log, engines, this::launched));
    } catch (Throwable e) {
      ended.completeExceptionally(e);
      ready.completeExceptionally(e);
    }
  }

  private void launched(Image image, App app, Endpoint endpoint) throws InterruptedException {
    source = Optional.of(image.digest());
    log.started(endpoint);
    ready.complete(endpoint);
    over.await();
    if (app.exit().isDone()) {
      log.endedWhileTested();
    }
  }

  private <T> T await(CompletableFuture<T> future)
      throws IOException, InterruptedException, SlimFailure {
    try {
      return future.get();
    } catch (InterruptedException e) {
      close();
      throw e;
    } catch (ExecutionException e) {
      close();
      Throwable cause = e.getCause();
      if (cause instanceof IOException broken) {
        throw broken;
      }
      if (cause instanceof SlimFailure failure) {
        throw failure;
      }
      if (cause instanceof InterruptedException) {
        InterruptedException stopped = new InterruptedException("the app was stopped");
        stopped.initCause(cause);
        throw stopped;
      }
      if (cause instanceof RuntimeException bug) {
        throw bug; // and IllegalArgumentException, for what the user has given
      }
      throw new IllegalStateException(cause);
    }
  }
}
