package io.github.slimmaven.pipeline;

import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.Executed;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * An app's container with what was started for it.
 *
 * @param around closed after the app
 */
record ServicedContainer(Container app, Opened around) implements Container {
  @Override
  public InetSocketAddress address(Port port) {
    return app.address(port);
  }

  @Override
  public CompletableFuture<Void> listening(Port port) {
    return app.listening(port);
  }

  @Override
  public Set<Port> listeners() {
    return app.listeners();
  }

  @Override
  public CompletableFuture<Integer> exit() {
    return app.exit();
  }

  @Override
  public Path log() {
    return app.log();
  }

  @Override
  public Executed execute(List<String> command, Duration timeout)
      throws IOException, InterruptedException {
    return app.execute(command, timeout);
  }

  @Override
  public Optional<Duration> cpuTime() throws IOException {
    return app.cpuTime();
  }

  @Override
  public int stop(Duration grace) throws IOException, InterruptedException {
    return app.stop(grace);
  }

  @Override
  public Path trace() throws IOException, InterruptedException {
    return app.trace();
  }

  @Override
  public Path files() throws IOException, InterruptedException {
    return app.files();
  }

  @Override
  public void close() throws IOException {
    try (around) {
      app.close();
    }
  }
}
