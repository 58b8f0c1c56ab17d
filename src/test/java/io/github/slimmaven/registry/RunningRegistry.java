package io.github.slimmaven.registry;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A real registry (Debian's {@code docker-registry}) on a free port of the loopback interface. */
public final class RunningRegistry implements AutoCloseable {
  static final String USER = "ann";
  static final String PASSWORD = "s3cret-of-ann";

  /** bcrypt of the password, the only hash that the registry takes. */
  private static final String HTPASSWD =
      USER + ":$2y$04$abcdefghijklmnopqrstuu0gRmIdbXkIHeZPW49JyWcENUlDSYkre\n";

  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

  private final Process process;
  private final Thread drain;
  private final int port;

  private RunningRegistry(Process process, Thread drain, int port) {
    this.process = process;
    this.drain = drain;
    this.port = port;
  }

  /**
   * Starts it; returns when it listens.
   *
   * @param directory for its configuration and storage
   */
  public static RunningRegistry start(Path directory, boolean withLogin) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(PROGRAM), "no registry here: install Debian's 'docker-registry'");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path users = Files.writeString(directory.resolve("htpasswd"), HTPASSWD);
    String auth = "auth:\n  htpasswd:\n    realm: test\n    path: " + users + "\n";
    Path config =
        Files.writeString(
            directory.resolve("config.yml"),
            "version: 0.1\nlog:\n  level: info\nstorage:\n  filesystem:\n    rootdirectory: "
                + directory.resolve("storage")
                + "\nhttp:\n  addr: 127.0.0.1:"
                + port
                + "\n"
                + (withLogin ? auth : ""));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader output = process.inputReader();
    StringBuilder seen = new StringBuilder();
    String line;
    while ((line = output.readLine()) != null && !line.contains("listening on")) {
      seen.append(line).append('\n');
    }
    if (line == null) {
      throw new IOException("the registry did not start: " + seen);
    }
    Thread drain =
        new Thread(
            () -> {
              try {
                output.transferTo(java.io.Writer.nullWriter());
              } catch (IOException e) {
                return; // it was stopped
              }
            });
    drain.start();
    return new RunningRegistry(process, drain, port);
  }

  /** {@code localhost:port}. */
  public String host() {
    return "localhost:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(this::kill).join();
    boolean interrupted = false;
    while (drain.isAlive()) {
      try {
        drain.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Process kill(Throwable timeout) {
    return process.destroyForcibly();
  }
}
