package io.github.slimmaven.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.slimmaven.image.Layer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Source layers stay layers. */
class LayersTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"DOCKER", "SANDBOX"})
  void aChangedLineOfTheAppChangesTheLastMinifiedLayerAlone(EngineChoice engine) throws Exception {
    List<Layer> before = layers(engine, "echo one");
    List<Layer> after = layers(engine, "echo two");

    assertThat(before).hasSize(3);
    assertThat(after).hasSize(3);
    for (int i = 0; i < 2; i++) {
      assertThat(after.get(i).diffId()).isEqualTo(before.get(i).diffId());
      assertThat(after.get(i).descriptor()).isEqualTo(before.get(i).descriptor());
    }
    assertThat(after.get(2).diffId()).isNotEqualTo(before.get(2).diffId());
  }

  private List<Layer> layers(EngineChoice engine, String line) throws Exception {
    TestRun run = new TestRun(folder, engine).run(0, "^[a-z]+$");
    run.minify(
        "{'Entrypoint':['/bin/sh','/app/main.sh'],'WorkingDir':'/app'}",
        TestLayer.busyBox("sh", "cat", "ls").ballast("etc/unused"),
        new TestLayer().directory("opt/").text("opt/settings", "x=1\n").ballast("opt/unused"),
        new TestLayer().directory("app/").text("app/main.sh", ". /opt/settings\n" + line + "\n"));
    return run.slim().layers();
  }
}
