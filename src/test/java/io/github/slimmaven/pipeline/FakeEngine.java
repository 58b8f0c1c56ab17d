package io.github.slimmaven.pipeline;

import com.sun.net.httpserver.HttpServer;
import io.github.slimmaven.engine.Container;
import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Executed;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.engine.Network;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Port;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** An engine whose containers are HTTP servers in this JVM, with a trace made up by the test. */
final class FakeEngine implements Engine {
  static final Port PORT = Port.of("8080");

  /** What a launch is for. */
  enum Role {
    TRACED,
    SLIM,
    WATCHED,
    AGAIN
  }

  /** What the app answers. */
  record Reply(int status, String body) {}

  final List<Role> launched = new ArrayList<>();

  /** Requests in order, as {@code TRACED GET /path}. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  final Map<Role, Reply> replies = new EnumMap<>(Role.class);

  /** How many containers are not closed, and whether the engine is. */
  int open;

  boolean closed;

  /** Why the sensor lost the app; null if it did not. */
  String lost;

  /** What the app touches in one traced launch of the source only, by its number from 1. */
  final Map<Integer, String> alsoTouched = new HashMap<>();

  /** The launch whose app ends at once. */
  Role exits;

  private final Digest source;

  FakeEngine(Digest source, String body) {
    this.source = source;
    for (Role role : Role.values()) {
      replies.put(role, new Reply(200, body));
    }
  }

  /** One that report.json may have. */
  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public String version() {
    return "1";
  }

  @Override
  public Network network(List<String> names) {
    throw new UnsupportedOperationException("these apps need no services");
  }

  @Override
  public Container launch(Launch launch) throws IOException {
    Role role = Role.SLIM;
    boolean ofSource = launch.image().digest().equals(source);
    if (launch.traced()) {
      role = ofSource ? Role.TRACED : Role.WATCHED;
    } else if (ofSource) {
      role = Role.AGAIN;
    }
    launched.add(role);
    Files.writeString(launch.directory().resolve("container.log"), "log of " + role + "\n");
    return new FakeContainer(role, launch.directory());
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class FakeContainer implements Container {
    private final Path directory;
    private final HttpServer server;
    private final String also;
    private final Role role;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    FakeContainer(Role role, Path directory) throws IOException {
      this.directory = directory;
      this.role = role;
      also =
          Optional.ofNullable(alsoTouched.get(Collections.frequency(launched, role)))
              .filter(path -> role == Role.TRACED)
              .map(path -> "get\t" + path + "\n")
              .orElse("");
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] body = replies.get(role).body().getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            asked.add(role + " " + exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.getResponseHeaders().set("Content-Type", "text/plain");
            exchange.sendResponseHeaders(replies.get(role).status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      if (role == exits) {
        exit.complete(1);
      } else {
        server.start();
      }
      open++;
    }

    @Override
    public InetSocketAddress address(Port port) {
      return server.getAddress();
    }

    @Override
    public CompletableFuture<Void> listening(Port port) {
      return exit.isDone() ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<Port> listeners() {
      return Set.of(PORT);
    }

    @Override
    public CompletableFuture<Integer> exit() {
      return exit;
    }

    @Override
    public Path files() {
      throw new UnsupportedOperationException("this app writes no files");
    }

    @Override
    public Path log() {
      return directory.resolve("container.log");
    }

    @Override
    public Executed execute(List<String> command, Duration timeout) throws EngineException {
      throw new EngineException(
          "'" + command + "': the images of these tests have no health check");
    }

    @Override
    public Optional<Duration> cpuTime() {
      return Optional.of(Duration.ofMillis(role == Role.SLIM ? 20 : 30));
    }

    @Override
    public int stop(Duration grace) {
      exit.complete(143);
      return 143;
    }

    @Override
    public Path trace() throws IOException {
      if (lost != null) {
        throw new EngineException(lost);
      }
      return Files.writeString(
          directory.resolve("trace"),
          """
          slim-trace\t1\tx86_64
          by\tnotify
          run\t/app/run
          get\t/app/data
          mis\t/app/nowhere
          lis\ttcp\t8080
          lis\ttcp\t9999
          """
              + also);
    }

    @Override
    public void close() {
      server.stop(0);
      open--;
    }
  }
}
