package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.engine.Engine;
import io.github.slimmaven.engine.EngineException;
import io.github.slimmaven.engine.Launch;
import io.github.slimmaven.image.Image;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A program of an image runs as root, and hands over one file. */
class ErrandTest {
  @TempDir Path folder;

  private interface Use {
    void with(Errand errand, Image image) throws Exception;
  }

  private void errand(EngineChoice choice, Use use) throws Exception {
    TestRun run = new TestRun(folder, choice);
    Image image =
        TestRun.image(
            "{'User':'1234','Env':['GREETING=hello'],'Entrypoint':['/bin/false']}",
            TestLayer.busyBox("sh", "id", "false"));
    try (Workspace workspace = Workspace.open(folder.resolve("work"));
        Engine engine = Engines.open(choice, folder.resolve("cache"), run.log())) {
      use.with(new Errand(engine, workspace), image);
    }
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  private static List<String> shell(String script) {
    return List.of("/bin/sh", "-c", script);
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void itsFileIsFetched(EngineChoice engine) throws Exception {
    Path file = folder.resolve("fetched");
    errand(
        engine,
        (errand, image) ->
            errand.fetch(
                image,
                shell("echo $GREETING $MORE $(id -u) > " + Launch.OUT + "/it"),
                List.of("MORE=more"),
                "it",
                file));
    assertThat(file).hasContent("hello more 0\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aFailureIsToldWithWhatTheProgramSaid(EngineChoice engine) throws Exception {
    errand(
        engine,
        (errand, image) ->
            assertThatThrownBy(() -> errand.run(image, shell("echo no luck; exit 3"), List.of()))
                .isInstanceOf(EngineException.class)
                .hasMessage("'/bin/sh -c echo no luck; exit 3' ended with code 3: no luck"));
  }

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aProgramThatLeavesNoFileIsAFailure(EngineChoice engine) throws Exception {
    errand(
        engine,
        (errand, image) ->
            assertThatThrownBy(
                    () ->
                        errand.fetch(
                            image, shell("true"), List.of(), "it", folder.resolve("fetched")))
                .isInstanceOf(EngineException.class)
                .hasMessage("'/bin/sh -c true' left no file"));
    assertThat(folder.resolve("fetched")).doesNotExist();
  }
}
