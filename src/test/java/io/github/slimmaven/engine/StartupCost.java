package io.github.slimmaven.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.ImageFile;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.Port;
import io.github.slimmaven.probe.App;
import io.github.slimmaven.probe.Exercise;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.Prober;
import io.github.slimmaven.trace.Sensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What tracing costs: the CPU time of a container, the sensor in it, from its start to its first
 * accepted answer, traced against untraced. {@code src/it/benchmarks/startup.sh} runs it.
 */
final class StartupCost {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Port PORT = new Port(8080, "tcp");

  /** A program that greets, with no file of its own. */
  private static final String FLASK =
      """
      import flask
      app = flask.Flask('app')
      app.add_url_rule('/', view_func=lambda: 'Hello')
      app.run('0.0.0.0', 8080)
      """;

  private final Engine engine;
  private final Image image;
  private final Path directory;
  private int launches;

  StartupCost(Engine engine, Image image, Path directory) {
    this.engine = engine;
    this.image = image;
    this.directory = directory;
  }

  /** CPU and wall time of one start, seconds. */
  record Cost(double cpu, double wall) {}

  /**
   * Prints each pair, then the medians and their ratios.
   *
   * @param args source.json of a build, or a docker archive of a base with Flask; a folder for the
   *     cache, the number of pairs, the engines
   */
  public static void main(String[] args) throws Exception {
    Path cache = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
    Image image = args[0].endsWith(".json") ? built(Path.of(args[0])) : flask(args[0], cache);
    int pairs = Integer.parseInt(args[2]);
    for (String name : Arrays.asList(args).subList(3, args.length)) {
      try (Engine engine = open(name, cache)) {
        new StartupCost(engine, image, Files.createTempDirectory(cache, "startup-")).run(pairs);
      }
    }
  }

  private static Image built(Path source) throws IOException {
    return ImageFile.fromJson(new ObjectMapper().readTree(source.toFile()).path("image"));
  }

  private static Image flask(String archive, Path cache) throws IOException {
    Image base = DockerArchive.read(Path.of(archive), archive, new LayerStore(cache));
    ObjectNode json = base.config().json().deepCopy();
    json.putObject("config").putArray("Entrypoint").add("/usr/bin/python3").add("-c").add(FLASK);
    ImageConfig config = new ImageConfig(json);
    return new Image("flask", Digest.ofContent(config.bytes()), config, base.layers());
  }

  static Engine open(String name, Path cache) throws IOException, InterruptedException {
    Sensor sensor = new Sensor();
    Path sensors = cache.resolve("sensor");
    return name.equals("docker")
        ? DockerEngine.connect(
            architecture -> sensor.extract(architecture, sensors),
            DockerArchive::write,
            sensors.resolveSibling("runs"))
        : SandboxEngine.open(sensor.extract(System.getProperty("os.arch"), sensors), cache);
  }

  private void run(int pairs) throws IOException, InterruptedException {
    start(true); // loads or unpacks the image, warms the page cache
    List<Cost> untraced = new ArrayList<>();
    List<Cost> traced = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      Cost plain = start(false);
      Cost watched = start(true);
      untraced.add(plain);
      traced.add(watched);
      print("pair " + (i + 1), plain, watched);
    }
    print("median", median(untraced), median(traced));
  }

  private void print(String what, Cost untraced, Cost traced) {
    System.out.printf(
        Locale.ROOT,
        "%-8s%-8s untraced: CPU %.2f s, wall %.2f s; traced: CPU %.2f s, wall %.2f s; ratio: CPU %.2f, wall %.2f%n",
        engine.name(),
        what,
        untraced.cpu,
        untraced.wall,
        traced.cpu,
        traced.wall,
        traced.cpu / untraced.cpu,
        traced.wall / untraced.wall);
  }

  Cost start(boolean traced) throws IOException, InterruptedException {
    launches++;
    Path folder = Files.createDirectory(directory.resolve("launch-" + launches));
    Launch launch =
        new Launch(
            image, Optional.empty(), List.of(), Optional.empty(), List.of(PORT), traced, folder);
    long start = System.nanoTime();
    try (Container container = engine.launch(launch)) {
      App app = new App(container::address, container.exit(), Optional.empty());
      new Exercise(new Prober(), PATIENCE).run(app, List.of(Probe.forPort(PORT)));
      double wall = (System.nanoTime() - start) / 1e9;
      Cost cost = new Cost(container instanceof DockerContainer c ? group(c) : children(), wall);
      container.stop(Duration.ofSeconds(10));
      return cost;
    }
  }

  /** Of all processes that live or lived in the container: its control group, of either version. */
  private double group(DockerContainer container) throws IOException {
    long pid =
        ((DockerEngine) engine)
            .daemon()
            .client()
            .inspectContainerCmd(container.id())
            .exec()
            .getState()
            .getPidLong();
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/cgroup"))) {
      String[] fields = line.split(":", 3);
      if (List.of(fields[1].split(",")).contains("cpuacct")) {
        Path usage = Path.of("/sys/fs/cgroup/cpuacct" + fields[2], "cpuacct.usage");
        return Long.parseLong(Files.readString(usage).strip()) / 1e9;
      }
    }
    String path = Files.readString(Path.of("/proc/" + pid + "/cgroup")).strip().substring(3);
    String usage = Files.readAllLines(Path.of("/sys/fs/cgroup" + path, "cpu.stat")).get(0);
    return Long.parseLong(usage.substring("usage_usec ".length())) / 1e6;
  }

  /** Of this process's descendants, those included that they have waited for (proc(5), stat). */
  private static double children() {
    return ProcessHandle.current().descendants().mapToLong(StartupCost::ticks).sum() / 100.0;
  }

  private static long ticks(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
    } catch (IOException e) {
      return 0; // it ended; its parent has its time
    }
  }

  static Cost median(List<Cost> costs) {
    double[] cpu = costs.stream().mapToDouble(Cost::cpu).sorted().toArray();
    double[] wall = costs.stream().mapToDouble(Cost::wall).sorted().toArray();
    return new Cost(cpu[cpu.length / 2], wall[wall.length / 2]);
  }
}
