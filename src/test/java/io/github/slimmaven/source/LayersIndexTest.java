package io.github.slimmaven.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayersIndexTest {
  @Test
  void pathsAndFoldersFindTheirLayerAndTheRestGoesOnTop() throws Exception {
    LayersIndex index =
        LayersIndex.parse(
            List.of("- \"low\":", "  - \"BOOT-INF/lib/\"", "- \"top\":", "  - \"one.txt\"", ""));

    assertThat(index.names()).containsExactly("low", "top");
    assertThat(index.layer("BOOT-INF/lib/x.jar")).isEqualTo("low");
    assertThat(index.layer("one.txt")).isEqualTo("top");
    assertThat(index.layer("unknown.txt")).isEqualTo("top");
  }

  @Test
  void lineThatIsNeitherIsNamed() {
    assertThatThrownBy(() -> LayersIndex.parse(List.of("- \"low\":", "nonsense")))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("'nonsense'");
    assertThatThrownBy(() -> LayersIndex.parse(List.of("  - \"path before a layer\"")))
        .isInstanceOf(SourceException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "BOOT-INF/lib/a-1.0.jar,dependencies",
    "WEB-INF/lib-provided/a-1.0.jar,dependencies",
    "BOOT-INF/lib/a-1.0-SNAPSHOT.jar,snapshot-dependencies",
    "org/springframework/boot/loader/launch/JarLauncher.class,spring-boot-loader",
    "BOOT-INF/classes/org/springframework/boot/loader/Mine.class,application",
    "META-INF/MANIFEST.MF,application"
  })
  void withoutIndexTheDefaultRulesApply(String entry, String layer) {
    assertThat(LayersIndex.byRule().layer(entry)).isEqualTo(layer);
    assertThat(LayersIndex.byRule().names())
        .containsExactly(
            "dependencies", "spring-boot-loader", "snapshot-dependencies", "application");
  }
}
