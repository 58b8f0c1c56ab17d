package io.github.slimmaven.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.slimmaven.keep.KeepPattern;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepParameterTest {
  @TempDir Path temp;

  @Test
  void allPatternsOfAFileGetTheMode() throws Exception {
    Files.writeString(temp.resolve("keep.txt"), "/a\n# no more\n/b/**\n");
    KeepParameter parameter = new KeepParameter();
    parameter.path = "@keep.txt";
    parameter.mode = "640";
    KeepParameter plain = new KeepParameter();
    plain.set("/c");

    assertThat(KeepParameter.patterns(List.of(parameter, plain), temp))
        .containsExactly(
            KeepPattern.of("/a", "0640", "", ""),
            KeepPattern.of("/b/**", "0640", "", ""),
            KeepPattern.of("/c"));
  }

  @Test
  void missingPathSaysWhatToWrite() {
    KeepParameter parameter = new KeepParameter();
    parameter.mode = "0750";

    assertThatThrownBy(() -> KeepParameter.patterns(List.of(parameter), temp))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a <keep> has no <path>: give it one as in '<path>/var/lib/app/**</path>'");
  }
}
