package io.github.slimmaven.pipeline;

import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerCompression;
import io.github.slimmaven.inventory.Sbom;
import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.keep.Extras;
import io.github.slimmaven.keep.KeepPattern;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.registry.RegistryAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A run of the real pipeline; also as a program, for tests that stop it. */
final class TinyRun {
  /** An archive beside the image, of what the app has as service "db". */
  static final String SERVICE = "service.tar";

  /** A file beside the image, with the services "app" and "db". */
  static final String COMPOSE = "compose.yaml";

  private TinyRun() {}

  /** A request that keeps all of {@code /data/noise}. */
  static SlimRequest request(
      String engine,
      Path tar,
      Path output,
      Path cache,
      List<String> to,
      List<String> env,
      Duration timeout) {
    return request(engine, tar, Surroundings.NONE, output, cache, to, env, timeout);
  }

  private static SlimRequest request(
      String engine,
      Path tar,
      Surroundings surroundings,
      Path output,
      Path cache,
      List<String> to,
      List<String> env,
      Duration timeout) {
    return new SlimRequest(
        Optional.of(new ImageReference.Archive(tar)),
        "tiny",
        EngineChoice.of(engine),
        Level.AGGRESSIVE,
        List.of(KeepPattern.of("/data/noise")),
        List.of(),
        Extras.NONE,
        JvmRequest.none(),
        List.of(),
        TraceRequest.launch(),
        ports -> Plan.of(ports, List.of()),
        ports -> Ready.DEFAULT,
        env,
        Optional.empty(),
        Optional.empty(),
        surroundings,
        0,
        Harden.FALSE,
        timeout,
        Optional.of(to.stream().map(ImageReference::of).toList()),
        LayerCompression.GZIP,
        ScanSettings.NONE,
        Instant.EPOCH,
        RegistryAccess.ofThisUser(),
        List.of(Sbom.Format.values()),
        output,
        cache);
  }

  /**
   * Runs, and prints what the run says.
   *
   * @param args engine, tar, output, cache, place to publish to, mark in the app's environment, and
   *     how the line begins at which the run waits to be interrupted; the latter three may be "-".
   *     With a "+" before the last it goes on when it reads a line, and with "tests" it starts an
   *     app for tests, and waits to be interrupted
   */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) throws Exception {
    SlimRequest request =
        request(
            args[0],
            Path.of(args[1]),
            surroundings(Path.of(args[1]), List.of(args[5])),
            Path.of(args[2]),
            Path.of(args[3]),
            args[4].equals("-") ? List.of() : List.of(args[4]),
            List.of(args[5]),
            Duration.ofSeconds(60));
    RunLog log =
        new RunLog(
            line -> {
              System.out.println(line);
              if (line.startsWith(args[6])) {
                awaitInterrupt();
              } else if (args[6].equals("+" + line.split("[: ]", 2)[0])) {
                awaitLine();
              }
            },
            System.out::println);
    try {
      if (args[6].equals("tests")) {
        TestedApp.start(request, log);
        System.out.println("STARTED");
        new CountDownLatch(1).await();
      }
      SlimRun.run(request, log);
      System.out.println("ENDED");
    } catch (InterruptedException e) {
      System.out.println("STOPPED " + e.getMessage());
    } catch (Exception e) {
      System.out.println("FAILED " + e);
      e.printStackTrace(System.out);
    }
  }

  /** What lies beside the image: {@code service.tar}, or a Compose file. */
  private static Surroundings surroundings(Path tar, List<String> env) {
    Path service = tar.resolveSibling(SERVICE);
    Path compose = tar.resolveSibling(COMPOSE);
    List<ServiceRequest> services =
        Files.exists(service)
            ? List.of(
                new ServiceRequest(
                    "db",
                    new ImageReference.Archive(service),
                    env,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    ports -> Ready.DEFAULT))
            : List.of();
    return new Surroundings(
        services,
        Optional.empty(),
        Optional.of(compose)
            .filter(Files::exists)
            .map(file -> new ComposeRequest(file, "app", List.of("db"))));
  }

  private static void awaitLine() {
    try {
      System.in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
