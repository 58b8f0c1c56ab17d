package io.github.slimmaven.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.slimmaven.image.Image;
import io.github.slimmaven.image.ImageFile;
import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast images of one app start: the CPU time of a container from its start to its first
 * accepted answer, and how long that takes; each image once in each round. {@code
 * src/it/benchmarks/startup.sh} runs it.
 */
final class StartupImages {
  private StartupImages() {}

  /**
   * Prints the median of each image, and its ratio to the first one's.
   *
   * @param args a folder for the cache, the number of rounds, an engine, and the images: {@code
   *     NAME=FILE}, where the file is a source.json or the folder of a layout
   */
  public static void main(String[] args) throws Exception {
    Path cache = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
    int rounds = Integer.parseInt(args[1]);
    try (Engine engine = StartupCost.open(args[2], cache)) {
      Map<String, StartupCost> images = new LinkedHashMap<>();
      Map<String, List<StartupCost.Cost>> costs = new LinkedHashMap<>();
      for (String image : List.of(args).subList(3, args.length)) {
        int end = image.indexOf('=');
        StartupCost cost =
            new StartupCost(
                engine,
                image(Path.of(image.substring(end + 1)), cache),
                Files.createTempDirectory(cache, "startup-"));
        cost.start(false); // loads or unpacks the image, warms the page cache
        images.put(image.substring(0, end), cost);
        costs.put(image.substring(0, end), new ArrayList<>());
      }
      for (int i = 0; i < rounds; i++) {
        for (Map.Entry<String, StartupCost> image : images.entrySet()) {
          costs.get(image.getKey()).add(image.getValue().start(false));
        }
      }
      StartupCost.Cost first = StartupCost.median(costs.values().iterator().next());
      costs.forEach((name, list) -> print(name, StartupCost.median(list), first, rounds));
    }
  }

  private static Image image(Path file, Path cache) throws IOException {
    return Files.isDirectory(file)
        ? OciLayout.read(file, "oci://" + file, new LayerStore(cache))
        : ImageFile.fromJson(new ObjectMapper().readTree(file.toFile()).path("image"));
  }

  private static void print(
      String name, StartupCost.Cost cost, StartupCost.Cost first, int rounds) {
    System.out.printf(
        Locale.ROOT,
        "%-28s CPU %.2f s (%.2f), wall %.2f s (%.2f), medians of %d%n",
        name,
        cost.cpu(),
        cost.cpu() / first.cpu(),
        cost.wall(),
        cost.wall() / first.wall(),
        rounds);
  }
}
