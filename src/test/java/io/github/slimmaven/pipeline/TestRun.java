package io.github.slimmaven.pipeline;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.engine.DockerDaemon;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.DockerArchive;
import io.github.slimmaven.image.FileTree;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.ImageReference;
import io.github.slimmaven.image.LayerCompression;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.OciLayout;
import io.github.slimmaven.inventory.Sbom;
import io.github.slimmaven.jvm.JvmRequest;
import io.github.slimmaven.keep.Extras;
import io.github.slimmaven.keep.KeepPattern;
import io.github.slimmaven.keep.Level;
import io.github.slimmaven.probe.Plan;
import io.github.slimmaven.probe.Probe;
import io.github.slimmaven.probe.Ready;
import io.github.slimmaven.registry.RegistryAccess;
import io.github.slimmaven.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run of {@code slim:minify} without Maven, on an image made in the test. */
final class TestRun {
  private final Path folder;
  private final EngineChoice engine;
  private final List<String> log = new ArrayList<>();
  private final List<KeepPattern> keep = new ArrayList<>();
  private final List<String> drop = new ArrayList<>();
  private final List<Probe> probes = new ArrayList<>();
  private Ready ready = Ready.DEFAULT;
  private Level level = Level.BALANCED;
  private JvmRequest jvm = JvmRequest.none();
  private List<ImageReference> to = List.of();
  private Surroundings surroundings = Surroundings.NONE;
  private Harden harden = Harden.FALSE;

  /** Skips the test where the engine is not to be had. */
  TestRun(Path folder, EngineChoice engine) throws IOException, InterruptedException {
    this.folder = folder;
    this.engine = engine;
    try {
      Engines.open(engine, folder.resolve("cache"), log()).close();
      assumeTrue(Files.isExecutable(Path.of("/bin/busybox")), "there is no static busybox");
    } catch (EngineException e) {
      assumeTrue(false, e.getMessage());
    }
  }

  TestRun level(Level wanted) {
    level = wanted;
    return this;
  }

  TestRun jvm(JvmRequest wanted) {
    jvm = wanted;
    return this;
  }

  TestRun keep(String pattern) {
    keep.add(KeepPattern.of(pattern));
    return this;
  }

  TestRun keep(KeepPattern pattern) {
    keep.add(pattern);
    return this;
  }

  TestRun drop(String pattern) {
    drop.add(pattern);
    return this;
  }

  TestRun to(ImageReference place) {
    to = List.of(place);
    return this;
  }

  /** A probe of kind {@code run}. */
  TestRun run(int exitCode, String match, String... args) {
    probes.add(Probe.run(new Probe.Command(List.of(args), exitCode), Optional.of(match)));
    return this;
  }

  /** Adds a probe. */
  TestRun probe(Probe probe) {
    probes.add(probe);
    return this;
  }

  TestRun in(Surroundings around) {
    surroundings = around;
    return this;
  }

  TestRun harden(Harden wanted) {
    harden = wanted;
    return this;
  }

  TestRun ready(Ready condition) {
    ready = condition;
    return this;
  }

  /** Minifies an image with this {@code config} object (single quotes for double ones). */
  Report minify(String config, TestLayer... layers) throws Exception {
    return minify(new ImageReference.Archive(archive(config, layers)));
  }

  /** Minifies an existing image. */
  Report minify(ImageReference image) throws Exception {
    return WholeRun.of(request(image), log());
  }

  /** The minified image, read from the layout. */
  Image slim() throws IOException {
    Path layout = output().resolve(Outputs.IMAGE);
    return OciLayout.read(layout, layout.toString(), new LayerStore(folder.resolve("cache")));
  }

  FileTree slimTree() throws IOException {
    return MergedTree.of(slim());
  }

  /** All that was said. */
  String said() {
    return String.join("\n", log);
  }

  Path output() {
    return folder.resolve("output");
  }

  RunLog log() {
    return new RunLog(log::add, log::add);
  }

  /** Writes a docker archive. */
  Path archive(String config, TestLayer... layers) throws IOException {
    Path tar = folder.resolve("source.tar");
    DockerArchive.write(image(config, layers), "test/source:1", tar);
    return tar;
  }

  static Image image(String config, TestLayer... layers) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("architecture", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
    json.put("os", "linux");
    json.put("created", "2020-01-01T00:00:00Z");
    json.set("config", mapper.readTree(config.replace('\'', '"')));
    ArrayNode ids = json.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    ArrayNode history = json.putArray("history");
    for (TestLayer layer : layers) {
      ids.add(layer.diffId().toString());
      history.addObject().put("created_by", layer.createdBy());
    }
    ImageConfig parsed = new ImageConfig(json);
    return new Image("test", Digest.ofContent(parsed.bytes()), parsed, List.of(layers));
  }

  private SlimRequest request(ImageReference image) {
    return new SlimRequest(
        Optional.of(image),
        "test",
        engine,
        level,
        keep,
        drop,
        Extras.NONE,
        jvm,
        List.of(),
        TraceRequest.launch(),
        declared -> Plan.of(declared, probes),
        declared -> ready,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        surroundings,
        0,
        harden,
        Duration.ofSeconds(30),
        Optional.of(to),
        LayerCompression.GZIP,
        ScanSettings.NONE,
        Instant.EPOCH,
        new RegistryAccess(
            true, false, false, h -> Optional.empty(), h -> Optional.empty(), Map.of(), folder),
        List.of(Sbom.Format.values()),
        output(),
        folder.resolve("cache"));
  }

  /** The engine's id of an image, which is then removed. */
  static Optional<String> removeFromDocker(String name) throws Exception {
    try (DockerDaemon docker = DockerDaemon.connect()) {
      Optional<String> id = docker.imageId(name);
      if (id.isPresent()) {
        docker.remove(name);
      }
      return id;
    }
  }
}
