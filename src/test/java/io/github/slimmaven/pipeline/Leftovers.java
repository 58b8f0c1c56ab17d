package io.github.slimmaven.pipeline;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.LayerStore;
import io.github.slimmaven.image.MergedTree;
import io.github.slimmaven.image.OciLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a run that ended early must not leave. */
final class Leftovers {
  private final Path output;
  private final Path cache;

  Leftovers(Path output, Path cache) {
    this.output = output;
    this.cache = cache;
  }

  /**
   * Processes end by themselves, and soon: the reaper waits up to 20 s for what the engine may
   * still make.
   */
  void assertNoProcess(TinyProcess run) throws Exception {
    for (ProcessHandle left : run.processes()) {
      left.onExit().get(40, SECONDS);
    }
    assertThat(run.processes()).isEmpty();
  }

  void assertNoMount() throws IOException {
    assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo")))
        .noneMatch(line -> line.contains(output.toString()) || line.contains(cache.toString()));
  }

  /** No temporary file or folder, and the image whole or absent. */
  void assertNoFile() throws IOException {
    assertThat(names(output))
        .noneMatch(name -> name.startsWith(".") || name.startsWith("work-") || partial(name));
    assertThat(names(cache))
        .filteredOn(name -> !name.startsWith(".slim"))
        .noneMatch(name -> name.startsWith(".") || partial(name));
    assertImageWholeOrAbsent();
  }

  void assertImageWholeOrAbsent() throws IOException {
    Path image = output.resolve("image");
    if (Files.exists(image)) {
      // Reading verifies every digest.
      assertThat(MergedTree.of(OciLayout.read(image, "left", new LayerStore(cache))).entries())
          .isNotEmpty();
    }
  }

  private static boolean partial(String name) {
    return name.endsWith(".part") || name.endsWith(".partial") || name.endsWith(".live");
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(path -> !path.equals(directory))
          .map(path -> path.getFileName().toString())
          .toList();
    }
  }
}
