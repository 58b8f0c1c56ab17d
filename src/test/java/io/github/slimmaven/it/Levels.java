package io.github.slimmaven.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The images of an integration test at every level, and the requests that no probe made. The test
 * has an {@code invoker.properties} with one invocation a level, each of {@code verify
 * -Dslim.level=LEVEL -Dslim.outputDirectory=target/LEVEL -Dslim.to=docker://slim-it/NAME:LEVEL},
 * where NAME is the directory's.
 *
 * <p>{@link #prove} makes the requests of the source image and of each level's: the source, {@code
 * conservative} and {@code balanced} must answer all; {@code aggressive} is only counted. It writes
 * {@code target/figures.csv} and removes the images.
 */
public final class Levels {
  private static final List<String> LEVELS = List.of("conservative", "balanced", "aggressive");

  private final Path target;
  private final String name;
  private final String source;
  private final int port;
  private final List<String> options = new ArrayList<>();
  private final List<Unprobed> unprobed = new ArrayList<>();

  private enum Kind {
    GET,
    TCP,
    RUN
  }

  /** A request to a server or a run of a tool, and what its answer must match. */
  private record Unprobed(Kind kind, List<String> request, Pattern answer) {}

  /** What one image left unanswered, and the log of its container. */
  private record Failures(List<String> requests, String log) {}

  private Levels(File basedir, String source, int port) {
    this.target = basedir.toPath().resolve("target");
    this.name = basedir.getName();
    this.source = source;
    this.port = port;
  }

  /**
   * Nothing to ask yet.
   *
   * @param basedir the directory of the integration test, as the scripts have it
   * @param source the source image's name in the Docker engine
   * @param port the container's port that {@link #get} and {@link #tcp} ask; 0 for a tool
   */
  public static Levels of(File basedir, String source, int port) {
    return new Levels(basedir, source, port);
  }

  /** Adds options of {@code docker run}. */
  public Levels with(String... dockerOptions) {
    Collections.addAll(options, dockerOptions);
    return this;
  }

  /** Adds a GET that must give 2xx and a body in which the pattern is found. */
  public Levels get(String path, String body) {
    return get("2\\d\\d", path, body);
  }

  /** Adds a GET that must give this status, as a pattern, and a body with the pattern in it. */
  public Levels get(String status, String path, String body) {
    unprobed.add(
        new Unprobed(
            Kind.GET, List.of(path), Pattern.compile("(?s)(?:" + body + ").*\nstatus " + status)));
    return this;
  }

  /** Adds bytes to send over a connection of their own, whose answer has the pattern in it. */
  public Levels tcp(String bytes, String answer) {
    unprobed.add(new Unprobed(Kind.TCP, List.of(bytes), Pattern.compile(answer)));
    return this;
  }

  /** Adds a run with arguments that must end with 0 and print what has the pattern in it. */
  public Levels run(List<String> arguments, String output) {
    unprobed.add(new Unprobed(Kind.RUN, List.copyOf(arguments), Pattern.compile(output)));
    return this;
  }

  public JsonNode report(String level) throws IOException {
    return new ObjectMapper().readTree(target.resolve(level + "/report.json").toFile());
  }

  /** Lines of {@code files.csv}. */
  public List<String> files(String level) throws IOException {
    return Files.readAllLines(target.resolve(level + "/files.csv"));
  }

  /** Asks every image, and removes it. */
  public void prove() throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    require(ask(source), failures);
    StringBuilder figures = new StringBuilder();
    for (String level : LEVELS) {
      Failures failed = ask("slim-it/" + name + ":" + level);
      figures.append(figuresOf(level, unprobed.size() - failed.requests.size()));
      if (!level.equals("aggressive")) {
        require(failed, failures);
      }
    }
    Files.writeString(target.resolve("figures.csv"), figures);
    if (!failures.isEmpty()) {
      throw new AssertionError(
          String.join("\n", failures) + "\nThe images 'slim-it/" + name + "' are left to look at");
    }
    for (String level : LEVELS) {
      Command.call("docker", "image", "rm", "--force", "slim-it/" + name + ":" + level);
    }
    Command.call("docker", "image", "rm", "--force", source);
  }

  private static void require(Failures failed, List<String> failures) {
    if (!failed.requests.isEmpty()) {
      failures.addAll(failed.requests);
      failures.add(failed.log);
    }
  }

  /** A line of name, level, bytes, bytes, ratio, bytes compressed, ms, ms without app, counts. */
  private String figuresOf(String level, int passed) throws IOException {
    JsonNode report = report(level);
    if (!report.path("verification").path("verified").asBoolean()) {
      throw new AssertionError("'" + level + "' is not verified: " + report);
    }
    long source = report.path("source").path("size").asLong();
    long slim = report.path("slim").path("size").asLong();
    long total = report.path("timings").path("total").asLong();
    return String.format(
        Locale.ROOT,
        "%s,%s,%d,%d,%.2f,%d,%d,%d,%d,%d%n",
        name,
        level,
        source,
        slim,
        (double) source / slim,
        report.path("slim").path("compressedSize").asLong(),
        total,
        total - report.path("timings").path("app").asLong(),
        passed,
        unprobed.size());
  }

  private Failures ask(String image) throws IOException, InterruptedException {
    return port == 0 ? askTool(image) : askServer(image);
  }

  private Failures askTool(String image) throws IOException, InterruptedException {
    List<String> failures = new ArrayList<>();
    for (Unprobed one : unprobed) {
      List<String> command = docker("run", "--rm");
      command.addAll(options);
      command.add(image);
      command.addAll(one.request);
      check(image, one, Command.run(command), failures);
    }
    return new Failures(failures, "");
  }

  private Failures askServer(String image) throws IOException, InterruptedException {
    List<String> command = docker("run", "--detach", "--publish", "127.0.0.1::" + port);
    command.addAll(options);
    command.add(image);
    String id = Command.call(command.toArray(String[]::new));
    try {
      String published = Command.call("docker", "port", id, port + "/tcp");
      int hostPort = Integer.parseInt(published.substring(published.lastIndexOf(':') + 1));
      awaitStart(hostPort);
      List<String> failures = new ArrayList<>();
      for (Unprobed one : unprobed) {
        String request = one.request.get(0);
        Command answer =
            one.kind == Kind.GET
                ? curl(
                    "--write-out",
                    "\nstatus %{http_code}",
                    "http://127.0.0.1:" + hostPort + request)
                : exchange(hostPort, request, one.answer);
        check(image, one, answer, failures);
      }
      return new Failures(
          failures, image + " wrote " + Command.run(docker("logs", "--tail", "80", id)).output());
    } finally {
      Command.call("docker", "rm", "--force", "--volumes", id);
    }
  }

  /**
   * Waits until the port gives any byte or stays open: Docker's proxy accepts connections before
   * the app does, and closes them at once.
   */
  private static void awaitStart(int hostPort) throws IOException, InterruptedException {
    Command answer =
        curl(
            "--retry",
            "60",
            "--retry-delay",
            "1",
            "--retry-all-errors",
            "--http0.9",
            "http://127.0.0.1:" + hostPort + "/");
    if (answer.exitCode() != 0) {
      throw new AssertionError("Nothing answers: " + answer.output());
    }
  }

  private static Command curl(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", "60"));
    Collections.addAll(command, arguments);
    return Command.run(command);
  }

  /** Sends and reads until the answer is there, the peer closes, or 10 s without a byte pass. */
  private static Command exchange(int hostPort, String bytes, Pattern answer) throws IOException {
    StringBuilder read = new StringBuilder();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hostPort)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
      int next;
      while (!answer.matcher(read).find() && (next = socket.getInputStream().read()) >= 0) {
        read.append((char) next);
      }
    } catch (SocketTimeoutException silent) {
      read.append(" (").append(silent.getMessage()).append(')');
    }
    return new Command(0, read.toString());
  }

  private static List<String> docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    Collections.addAll(command, arguments);
    return command;
  }

  private static void check(String image, Unprobed one, Command answer, List<String> failures) {
    if (answer.exitCode() != 0 || !one.answer.matcher(answer.output()).find()) {
      failures.add(
          "%s: '%s' gave %d, expected '%s': %s"
              .formatted(
                  image,
                  String.join(" ", one.request),
                  answer.exitCode(),
                  one.answer,
                  answer.output()));
    }
  }
}
