package io.github.slimmaven.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "RUN --mount=type=cache,target=/x make|'RUN --mount' in line 2",
        "COPY --link a /a|'COPY --link' in line 2",
        "COPY --from=x --chmod=755 a /a|'COPY --chmod' in line 2",
        "RUN <<EOF|'RUN <<EOF' in line 2",
        "COPY <<-\"EOF\" /a|'COPY <<-\"EOF\"' in line 2",
        "ARG TARGETARCH|'ARG TARGETARCH' in line 2",
        "FROM --platform=$BUILDPLATFORM x|'FROM --platform=$BUILDPLATFORM x' in line 2",
      })
  void whatOnlyBuildKitUnderstandsIsNamedWithItsLine(String line, String need) {
    assertThat(Dockerfile.parse("FROM x\n" + line + "\n").buildKitNeed()).hasValue(need);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# syntax=docker/dockerfile:1\nFROM x\nRUN make",
        "FROM x\nCOPY --from=y --chown=1:1 a /a\nHEALTHCHECK --interval=1s CMD x",
        "FROM x\nRUN echo $((1<<2)) && cat <<<text",
        "FROM x\n# RUN --mount=type=cache\nRUN echo \\\n# RUN <<EOF\n  --mount=no",
        "FROM x\nARG TARGETARCH=amd64",
      })
  void whatTheClassicBuilderUnderstandsNeedsNoBuildKit(String text) {
    assertThat(Dockerfile.parse(text).buildKitNeed()).isEmpty();
  }

  @Test
  void aFrontendOfItsOwnNeedsBuildKit() {
    assertThat(Dockerfile.parse("# syntax=example/front:2\nFROM x").buildKitNeed())
        .hasValue("'# syntax=example/front:2'");
  }

  @Test
  void linesOfAHeredocAreNoInstructions() {
    Dockerfile file = Dockerfile.parse("FROM x\nRUN <<EOF\nFROM y\nEOF\nUSER z");
    assertThat(file.instructions())
        .extracting(Dockerfile.Instruction::name)
        .containsExactly("FROM", "RUN", "USER");
  }

  @Test
  void theEscapeDirectiveContinuesLines() {
    Dockerfile file = Dockerfile.parse("# escape=`\nFROM x\nRUN a `\n  b\nUSER z");
    assertThat(file.instructions()).hasSize(3);
    assertThat(file.instructions().get(1).rest()).isEqualTo("a   b");
  }

  @Test
  void theBaseIsFoundThroughStagesAndArguments() {
    Dockerfile file =
        Dockerfile.parse(
            """
            ARG TAG="12"
            ARG NAME
            FROM debian:${TAG} AS Build
            FROM build AS app
            FROM ${NAME:-alpine}
            """);
    assertThat(file.base(Optional.of("app"), Map.of())).hasValue("debian:12");
    assertThat(file.base(Optional.of("1"), Map.of("TAG", "13"))).hasValue("debian:13");
    assertThat(file.base(Optional.empty(), Map.of())).hasValue("alpine");
    assertThat(file.base(Optional.empty(), Map.of("NAME", "scratch"))).hasValue("scratch");
    assertThat(Dockerfile.parse("").base(Optional.empty(), Map.of())).isEmpty();
  }
}
