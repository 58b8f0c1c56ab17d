package io.github.slimmaven.dockerfile;

import io.github.slimmaven.fuzz.Format;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dockerfiles, for the fuzzer. */
public final class DockerfileFormats {
  private static final String TEXT =
      """
      # syntax=docker/dockerfile:1
      # escape=\\
      ARG TAG=12
      FROM --platform=linux/amd64 debian:${TAG:-11} AS base
      RUN <<E cat && \\
        apt-get install -y a # b
      text
      E
      COPY --from=base --chown=1:1 ["/a", "/b c"]
      ENV A=b C="d ${A:+x}" E='f'
      FROM base
      HEALTHCHECK --interval=5s CMD curl -f "http://x/"
      ENTRYPOINT ["/app", "-x"]
      """;

  private DockerfileFormats() {}

  /** All of this package. */
  public static List<Format> all() {
    return List.of(
        Format.of("dockerfile", (in, s) -> read(in), TEXT.getBytes(StandardCharsets.UTF_8))
            .words("FROM ", "${A:-${A}}", "<<-E", "\\\n", "AS base", "# escape=`", "COPY --from="),
        Format.of(
                "dockerignore",
                (in, s) -> ignore(in),
                "# c\n*.md\n!README.md\n**/target/**\na?b[c-d]\n/x/../y\n"
                    .getBytes(StandardCharsets.UTF_8))
            .words("**", "*", "[", "]", "[^", "!", "?", "\\", "/**/"));
  }

  private static void read(byte[] input) {
    Dockerfile file = Dockerfile.parse(new String(input, StandardCharsets.UTF_8));
    file.instructions().forEach(Dockerfile.Instruction::flags);
    file.buildKitNeed();
    file.stages(Map.of());
    file.base(Optional.of("base"), Map.of("TAG", "13"));
  }

  private static void ignore(byte[] input) {
    IgnoreRules rules = new IgnoreRules(new String(input, StandardCharsets.UTF_8).lines().toList());
    for (String path : List.of("README.md", "a/target/b", "a".repeat(200), "/".repeat(90))) {
      rules.ignores(path);
    }
  }
}
