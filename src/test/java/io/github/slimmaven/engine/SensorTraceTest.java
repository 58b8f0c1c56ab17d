package io.github.slimmaven.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorTraceTest {
  @TempDir Path folder;

  private Path trace(String text) throws IOException {
    return Files.writeString(folder.resolve("trace"), text);
  }

  @Test
  void wholeTraceIsAccepted() throws Exception {
    Path trace = trace("slim-trace 1 x86_64\nrun\t/bin/a\nget\t/etc/passwd\nget\t/lost\n");
    assertThatCode(() -> SensorTrace.check(trace)).doesNotThrowAnyException();
  }

  @Test
  void emptyTraceIsWorthless() throws Exception {
    Path trace = trace("");
    assertThatThrownBy(() -> SensorTrace.check(trace))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "The trace was not kept to its end: it begins with '' and not with 'slim-trace 1 '."
                + " Nothing can be minified from this run; run it again, or set another 'engine'.");
  }

  @Test
  void incompleteLastLineIsWorthless() throws Exception {
    Path trace = trace("slim-trace 1 x86_64\nget\t/etc/pas");
    assertThatThrownBy(() -> SensorTrace.check(trace))
        .hasMessageContaining("its last line is not complete");
  }

  @Test
  void lostTraceGivesItsReason() throws Exception {
    Path trace = trace("slim-trace 1 x86_64\nget\t/a\nlost\tno%20space\n");
    assertThatThrownBy(() -> SensorTrace.check(trace)).hasMessageContaining(": no space.");
  }

  @Test
  void traceThatHasNotSeenTheAppIsWorthless() throws Exception {
    Path trace = trace("slim-trace 1 x86_64\nsys\tread\nget\t/etc/passwd\n");
    assertThatThrownBy(() -> SensorTrace.check(trace))
        .hasMessageContaining("not one program was seen to be executed");
  }

  @Test
  void limitIsAddedInTheTracesNotation() throws Exception {
    Path trace = trace("slim-trace 1 x86_64\n");
    SensorTrace.addLimit(trace, "");
    SensorTrace.addLimit(trace, "100% of it");
    assertThat(trace).hasContent("slim-trace 1 x86_64\nlim\t100%25 of it\n");
  }
}
