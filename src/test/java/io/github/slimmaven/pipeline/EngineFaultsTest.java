package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.engine.PrivateEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Docker engine that is killed in the middle of a run and comes back, or has no port left. */
@Tag("docker")
@Tag("faults")
class EngineFaultsTest {
  @TempDir Path folder;

  /** While the image is loaded, the app is probed, the minified image is verified. */
  @Test
  void runFailsAndTheNextOneCleans() throws Exception {
    try (PrivateEngine engine = PrivateEngine.in(folder.resolve("docker")).start()) {
      TinyProject project = TinyProject.in(folder);
      project.succeed(engine.launcher(), engine.environment(), "docker");
      byte[] before = Files.readAllBytes(project.published());

      for (String line : List.of("Engine:", "Launched", "Minified")) {
        TinyProcess cut = project.start(engine.launcher(), engine.environment(), "docker", "-");
        cut.await(line);
        engine.kill();
        String said = cut.end(60);

        assertThat(said)
            .contains("FAILED io.github.slimmaven.engine.EngineException: The Docker engine ")
            .doesNotContain("ENDED");
        Leftovers leftovers = project.leftovers();
        leftovers.assertNoProcess(cut);
        leftovers.assertNoMount();
        leftovers.assertImageWholeOrAbsent();
        assertThat(project.published()).hasBinaryContent(before);
        engine.start();
        project.succeed(engine.launcher(), engine.environment(), "docker");
        assertThat(engine.things()).as(said).isEmpty();
      }
    }
  }

  @Test
  void engineWithoutPortsIsSaidAndCleaned() throws Exception {
    try (PrivateEngine engine = PrivateEngine.in(folder.resolve("docker")).startWithoutPorts()) {
      TinyProject project = TinyProject.in(folder);

      TinyProcess run = project.start(engine.launcher(), engine.environment(), "docker", "-");
      String said = run.end(60);

      assertThat(said)
          .contains(
              "FAILED io.github.slimmaven.engine.EngineException: The Docker engine could not"
                  + " publish the ports [8080/tcp] of the image ")
          .doesNotContain("ENDED");
      project.assertNothingLeft(run, said);
      assertThat(engine.things()).isEmpty();
      engine.kill();
      engine.start();
      project.succeed(engine.launcher(), engine.environment(), "docker");
    }
  }
}
