package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.inventory.Sbom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  @TempDir Path output;

  @Test
  void everyOutputIsRemovedBeforeARunAndNothingElse() throws Exception {
    for (String path :
        Outputs.of(output, true, Set.of("seccomp.json"), true, List.of(Sbom.Format.values()))
            .values()) {
      Files.writeString(Path.of(path), "stale");
    }
    Files.writeString(output.resolve("source.json"), "of slim:build");

    try (Workspace workspace = Workspace.open(output)) {
      Outputs.removeStale(output, workspace, false);
    }

    assertThat(output.toFile().list()).containsExactly("source.json");
  }
}
