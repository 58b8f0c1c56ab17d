package io.github.slimmaven.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.slimmaven.image.Digest;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageConfig;
import io.github.slimmaven.image.Layer;
import io.github.slimmaven.image.LayerWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What tracing costs a program that does nothing but look at files ({@code
 * src/it/benchmarks/storm.c}), by its own clock. {@code src/it/benchmarks/startup.sh} runs it.
 */
final class StormCost {
  private static final int FILES = 20_000;
  private static final int CALLS = 200_000;
  private static final int MINUTES = 5;

  private final Engine engine;
  private final Image image;
  private final Path directory;
  private int launches;

  private StormCost(Engine engine, Image image, Path directory) {
    this.engine = engine;
    this.image = image;
    this.directory = directory;
  }

  /**
   * Prints the medians and their ratios.
   *
   * @param args the program, static; a folder for the cache; the number of pairs; the engines
   */
  public static void main(String[] args) throws Exception {
    Path cache = Files.createDirectories(Path.of(args[1]).toAbsolutePath());
    Path directory = Files.createTempDirectory(cache, "storm-");
    Image image = image(Path.of(args[0]), directory.resolve("storm.tar"));
    int pairs = Integer.parseInt(args[2]);
    for (String name : Arrays.asList(args).subList(3, args.length)) {
      try (Engine engine = StartupCost.open(name, cache)) {
        new StormCost(engine, image, Files.createDirectory(directory.resolve(name))).run(pairs);
      }
    }
  }

  private static Image image(Path program, Path tar) throws IOException {
    Layer layer;
    try (LayerWriter writer = LayerWriter.create(tar)) {
      try (InputStream content = Files.newInputStream(program)) {
        writer.file("/storm", 0755, 0, 0, 0, Files.size(program), content);
      }
      writer.directory("/data", 0755, 0, 0, 0);
      for (int i = 0; i < FILES; i++) {
        writer.file("/data/" + i, 0644, 0, 0, 0, 0, InputStream.nullInputStream());
      }
      layer = writer.finish(true);
    }
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("architecture", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
    json.put("os", "linux");
    json.putObject("config").putArray("Entrypoint").add("/storm").add("" + FILES).add("" + CALLS);
    json.putObject("rootfs")
        .put("type", "layers")
        .putArray("diff_ids")
        .add(layer.diffId().toString());
    json.putArray("history").addObject().put("created_by", "storm");
    ImageConfig config = new ImageConfig(json);
    return new Image("storm", Digest.ofContent(config.bytes()), config, List.of(layer));
  }

  private void run(int pairs) throws Exception {
    once(true); // loads or unpacks the image, warms the page cache
    Map<String, List<Double>> untraced = new LinkedHashMap<>();
    Map<String, List<Double>> traced = new LinkedHashMap<>();
    for (int i = 0; i < pairs; i++) {
      add(once(false), untraced);
      add(once(true), traced);
    }
    untraced.forEach(
        (what, seconds) -> {
          double plain = median(seconds);
          double watched = median(traced.get(what));
          System.out.printf(
              Locale.ROOT,
              "%-8s%-12s untraced %.3f s, traced %.3f s; ratio %.1f, %.1f us more per call%n",
              engine.name(),
              what,
              plain,
              watched,
              watched / plain,
              (watched - plain) * 1e6 / (what.startsWith("first") ? FILES : CALLS));
        });
  }

  /** Seconds, by name. */
  private Map<String, Double> once(boolean traced) throws Exception {
    launches++;
    Path folder = Files.createDirectory(directory.resolve("launch-" + launches));
    Launch launch =
        new Launch(image, Optional.empty(), List.of(), Optional.empty(), List.of(), traced, folder);
    try (Container container = engine.launch(launch)) {
      int code = container.exit().get(MINUTES, TimeUnit.MINUTES);
      List<String> lines = Files.readAllLines(container.log());
      if (code != 0) {
        throw new IOException("storm ended with " + code + ": " + lines);
      }
      Map<String, Double> seconds = new LinkedHashMap<>();
      for (String line : lines) {
        String[] words = line.split(" ");
        seconds.put(words[0], Double.parseDouble(words[1]));
      }
      return seconds;
    }
  }

  private static void add(Map<String, Double> seconds, Map<String, List<Double>> all) {
    seconds.forEach((what, value) -> all.computeIfAbsent(what, w -> new ArrayList<>()).add(value));
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
