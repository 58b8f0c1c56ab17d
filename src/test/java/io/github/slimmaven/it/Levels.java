package io.github.slimmaven.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
    CURL,
    TCP,
    EXEC,
    RUN
  }

  /** A request to a server or a run of a program, and what its answer must match. */
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
            Kind.GET, List.of(path), Pattern.compile("(?ms)(?:" + body + ").*\nstatus " + status)));
    return this;
  }

  /**
   * Adds arguments of curl, which must end with 0 and print what has the pattern in it. Its URLs
   * may have any host; their ports are the container's, published with {@link #with}.
   */
  public Levels curl(List<String> arguments, String output) {
    unprobed.add(new Unprobed(Kind.CURL, List.copyOf(arguments), Pattern.compile(output)));
    return this;
  }

  /** Adds bytes to send over a connection of their own, whose answer has the pattern in it. */
  public Levels tcp(String bytes, String answer) {
    unprobed.add(new Unprobed(Kind.TCP, List.of(bytes), Pattern.compile(answer)));
    return this;
  }

  /** Adds a program to execute beside the server, that must end with 0 and print the pattern. */
  public Levels exec(List<String> command, String output) {
    unprobed.add(new Unprobed(Kind.EXEC, List.copyOf(command), Pattern.compile(output)));
    return this;
  }

  /**
   * Adds a run with arguments, in a container of its own, that must end with 0 and print what has
   * the pattern in it.
   */
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
    Schemas.prove(target.getParent().toFile());
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
      check(image, one, runAlone(image, one), failures);
    }
    return new Failures(failures, "");
  }

  private Command runAlone(String image, Unprobed one) throws IOException, InterruptedException {
    List<String> command = docker("run", "--rm");
    command.addAll(options);
    command.add(image);
    command.addAll(one.request);
    return Command.run(command);
  }

  private Failures askServer(String image) throws IOException, InterruptedException {
    List<String> command = docker("run", "--detach", "--publish", "127.0.0.1::" + port);
    command.addAll(options);
    command.add(image);
    String id = Command.call(command.toArray(String[]::new));
    try {
      Map<Integer, Integer> hostPorts = awaitStart(id);
      List<String> failures = new ArrayList<>();
      for (Unprobed one : unprobed) {
        Command answer =
            one.kind == Kind.RUN
                ? runAlone(image, one)
                : hostPorts.isEmpty()
                    ? new Command(1, "It does not start")
                    : askRunning(id, hostPorts, one);
        check(image, one, answer, failures);
      }
      return new Failures(
          failures, image + " wrote " + Command.run(docker("logs", "--tail", "80", id)).output());
    } finally {
      Command.call("docker", "rm", "--force", "--volumes", id);
    }
  }

  private Command askRunning(String id, Map<Integer, Integer> hostPorts, Unprobed one)
      throws IOException, InterruptedException {
    int hostPort = hostPorts.get(port);
    return switch (one.kind) {
      case GET ->
          curl(
              "--write-out",
              "\nstatus %{http_code}",
              "http://127.0.0.1:" + hostPort + one.request.get(0));
      case CURL -> curl(connectTo(hostPorts, one.request));
      case TCP -> exchange(hostPort, one.request.get(0), one.answer);
      case EXEC -> Command.run(execute(id, one.request));
      case RUN -> throw new IllegalArgumentException(one.toString());
    };
  }

  /** From the container's ports to this machine's; none once it has ended. */
  private static Map<Integer, Integer> hostPorts(String id)
      throws IOException, InterruptedException {
    Map<Integer, Integer> ports = new TreeMap<>();
    for (String line : Command.call("docker", "port", id).lines().toList()) {
      ports.put(
          Integer.valueOf(line.substring(0, line.indexOf('/'))),
          Integer.valueOf(line.substring(line.lastIndexOf(':') + 1)));
    }
    return ports;
  }

  private static String[] connectTo(Map<Integer, Integer> hostPorts, List<String> arguments) {
    List<String> all = new ArrayList<>();
    hostPorts.forEach(
        (port, hostPort) -> {
          all.add("--connect-to");
          all.add(":" + port + ":127.0.0.1:" + hostPort);
        });
    all.addAll(arguments);
    return all.toArray(String[]::new);
  }

  private static List<String> execute(String id, List<String> arguments) {
    List<String> command = docker("exec", id);
    command.addAll(arguments);
    return command;
  }

  /** The ports of a container, which serves; none if it has ended or serves nothing. */
  private Map<Integer, Integer> awaitStart(String id) throws IOException, InterruptedException {
    boolean http = unprobed.stream().noneMatch(one -> one.kind == Kind.TCP);
    for (int attempt = 0; attempt < 300; attempt++) {
      Map<Integer, Integer> hostPorts = hostPorts(id);
      Integer hostPort = hostPorts.get(port);
      if (hostPort == null || (http ? answers(hostPort) : staysOpen(hostPort))) {
        return hostPorts;
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return Map.of();
  }

  private static boolean answers(int hostPort) throws IOException, InterruptedException {
    return curl("--http0.9", "http://127.0.0.1:" + hostPort + "/").exitCode() == 0;
  }

  /** Docker's proxy accepts connections before the app does, and closes them at once. */
  private static boolean staysOpen(int hostPort) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hostPort)) {
      socket.setSoTimeout(500);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException open) {
      return true;
    } catch (SocketException closed) {
      return false;
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
